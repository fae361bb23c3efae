using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// A dictionary's entry that is overwritten: <c>d[k] = Connect(…)</c> where nobody looks what is there, and
/// <c>if (d.TryGetValue(k, out m) &amp;&amp; m.IsConnected) return m; d[k] = Connect(…);</c>, which forgets what is found and not
/// connected.
/// </summary>
internal static class ReplacedEntry
{
    /// <summary>The dictionary as it is written; null where nothing is overwritten, or the old one is closed.</summary>
    public static string? Of(Opening opening)
    {
        if (opening.Obligation.Escapes.FirstOrDefault(escape => IsEntry(escape, opening)) is not { Syntax: AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax entry } })
        {
            return null;
        }

        bool looks = false;
        bool asks = false;
        foreach (IOperation operation in opening.Operation.Root().Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation { TargetMethod: { } method } when opening.Symbols.Connections.EffectOf(method) == MemberEffect.Releases:
                    return null;
                case IInvocationOperation { TargetMethod.Name: "TryGetValue" or "ContainsKey" or "Remove" or "TryRemove" or "TryAdd" or "Clear" or "GetValueOrDefault" }:
                // What is read after the fill is what was put there.
                case IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType: { } indexed }, Parent: not IAssignmentOperation } when IsDictionary(indexed) && operation.Syntax.SpanStart < entry.SpanStart:
                    looks = true;
                    break;
                case IPropertyReferenceOperation { Property.Name: "IsConnected" or "IsConnecting" }:
                    asks = true;
                    break;
            }
        }

        return (looks && asks) || (!looks && IsReplacing(opening, entry)) ? entry.Expression.ToString() : null;
    }

    /// <summary>
    /// Whether a call is meant to come again: to a dictionary that all share, or under a lock. Not start-up code, not a loop over
    /// distinct keys.
    /// </summary>
    private static bool IsReplacing(Opening opening, ElementAccessExpressionSyntax entry)
        => (opening.Context.OutsideLoop ?? opening.Context.Frequency) == OpeningFrequency.PerCall
            && opening.Member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && !FillMethods.IsFirstFill(method)
            && !IsFirstOfEach(entry, opening)
            && opening.Operation.SemanticModel?.GetSymbolInfo(entry.Expression).Symbol is { Kind: SymbolKind.Field or SymbolKind.Property } dictionary
            && (dictionary.IsStatic ? !dictionary.DeclaringSyntaxReferences.IsEmpty : SymbolEqualityComparer.Default.Equals(dictionary.ContainingType, method.ContainingType) && Synchronization.IsUnderLock(opening.Operation));

    /// <summary>A loop over keys fills each once; under a lock it is meant to be run again, and each time overwrites them all.</summary>
    private static bool IsFirstOfEach(SyntaxNode entry, Opening opening)
    {
        SyntaxNode[] around = entry.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).ToArray();
        return around.Any(node => node is AnonymousFunctionExpressionSyntax)
            || (around.Any(node => node is CommonForEachStatementSyntax or ForStatementSyntax) && !Synchronization.IsUnderLock(opening.Operation));
    }

    /// <summary>The connection, its task, or the only database through which it can be reached.</summary>
    private static bool IsEntry(Escape escape, Opening opening)
        => escape is { Kind: EscapeKind.Member, Member: IPropertySymbol { IsIndexer: true, ContainingType: { } type } }
            && (escape.Alias is AliasKind.Owner or AliasKind.Task || (escape.Alias == AliasKind.View && opening.Obligation.Escapes.All(other => other.Alias == AliasKind.View)))
            && IsDictionary(type);

    private static bool IsDictionary(ITypeSymbol type) => type.Name.IndexOf("Dictionary", System.StringComparison.Ordinal) >= 0;
}

using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// An array or list of connections, or a place in an array, that other code of the type has filled with open ones and a method fills
/// anew: <c>_all = hosts.Select(host =&gt; Connect(host)).ToArray();</c>, <c>_all[slot] = Connect(host);</c>
/// </summary>
internal static class ReplacedArray
{
    /// <summary>The name of the field; null where nothing is overwritten, or the old ones are looked at first.</summary>
    public static string? Of(Opening opening)
        => opening.Member is IMethodSymbol { MethodKind: MethodKind.Ordinary, ContainingType: { } type } method
            && !FillMethods.IsFirstFill(method)
            && CollectedOpening.FieldOf(opening) is { } field
            && SymbolEqualityComparer.Default.Equals(field.ContainingType?.OriginalDefinition, type.OriginalDefinition)
            && opening.Operation.Root().Syntax is var body
            && (IsStale(opening, field, method) || (Writes(field, body) && IsFilledBefore(opening, field, type, body)))
            && !IsLookedAt(opening, field, type, body)
                ? field.Name
                : null;

    /// <summary><c>if (!_all[slot].IsConnected) { _all[slot] = Connect(host); }</c></summary>
    private static bool IsStale(Opening opening, IFieldSymbol field, IMethodSymbol method)
        => field.Type is IArrayTypeSymbol
            && FillGuard.Of(opening.Operation, field).ChecksForStale
            && opening.Types.Of(method.ContainingType, field, default) is var account
            && !account.Releases.Concat(account.HandOvers).Any(use => SymbolEqualityComparer.Default.Equals(use.Member, method));

    /// <summary>Tells whether the function gives the field, or a place in its array, another value, and does nothing else with it.</summary>
    private static bool Writes(IFieldSymbol field, SyntaxNode body)
    {
        SimpleNameSyntax[] names = WrittenNames.Of(field.Name, body, default).Take(2).ToArray();
        if (names is not [{ } name])
        {
            return false;
        }

        ExpressionSyntax written = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return written.Parent switch
        {
            AssignmentExpressionSyntax whole => whole.Left == written,
            ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax place } entry => field.Type is IArrayTypeSymbol && place.Left == entry && !IsInLoop(place),
            _ => false,
        };
    }

    /// <summary>A loop over the places of an array may be how it is filled in the first place.</summary>
    private static bool IsInLoop(SyntaxNode place)
        => place.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).Any(node => node is ForStatementSyntax or WhileStatementSyntax or CommonForEachStatementSyntax or DoStatementSyntax);

    /// <summary>Known by the code elsewhere that opens into the same field, or by how often this code runs.</summary>
    private static bool IsFilledBefore(Opening opening, IFieldSymbol field, INamedTypeSymbol type, SyntaxNode body)
        => opening.Context is { Frequency: OpeningFrequency.PerCall, IsPresumed: false, OutsideLoop: null } && field.IsStatic
            || opening.Types.Of(type, field, default).Fills.Any(fill => !body.Span.Contains(fill.Operation.Syntax.Span) && OpeningFills.Contain(fill, opening));

    /// <summary>Tells whether the function calls code of the type that closes, or hands on, the field's content.</summary>
    private static bool IsLookedAt(Opening opening, IFieldSymbol field, INamedTypeSymbol type, SyntaxNode body)
    {
        MemberOwnership account = opening.Types.Of(type, field, default);
        return account.Releases.Concat(account.HandOvers).Concat(account.Mentions)
            .Any(use => opening.Operation.Root().Descendants().OfType<IInvocationOperation>().Any(call => SymbolEqualityComparer.Default.Equals(use.Member, call.TargetMethod.OriginalDefinition)));
    }
}

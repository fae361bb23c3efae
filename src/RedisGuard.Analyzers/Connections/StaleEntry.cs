using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// <c>if (d.TryGetValue(k, out m) &amp;&amp; m.IsConnected) return m; d[k] = Connect(…);</c>: what is found and not connected is
/// forgotten, and goes on reconnecting.
/// </summary>
internal static class StaleEntry
{
    /// <summary>The dictionary as it is written; null where its entry is no stale one, or is closed.</summary>
    public static string? Of(Opening opening)
    {
        if (opening.Context.IsTest
            || opening.Obligation.Escapes.FirstOrDefault(IsEntry) is not { Syntax: AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax entry } })
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
                case IInvocationOperation { TargetMethod.Name: "TryGetValue" or "ContainsKey" }:
                    looks = true;
                    break;
                case IPropertyReferenceOperation { Property.Name: "IsConnected" or "IsConnecting" }:
                    asks = true;
                    break;
            }
        }

        return looks && asks ? entry.Expression.ToString() : null;
    }

    private static bool IsEntry(Escape escape)
        => escape is { Kind: EscapeKind.Member, Role: Role.Owner or Role.Task, Member: IPropertySymbol { IsIndexer: true, ContainingType: { } type } }
            && type.Name.IndexOf("Dictionary", System.StringComparison.Ordinal) >= 0;
}

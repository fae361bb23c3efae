using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Dataflow;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// A connection that is opened first and offered with <c>CompareExchange</c>, which keeps the first: whoever comes second has to close
/// its own.
/// </summary>
internal static class RacingSwap
{
    /// <summary>The race in words; null where there is none, or where the one that comes second is closed.</summary>
    public static string? Describe(Opening opening)
        => opening.Obligation.Releases.Count == 0
            && opening.Obligation.Escapes.Any(escape => escape is { Kind: EscapeKind.Member, Alias: AliasKind.Owner or AliasKind.Task } && IsCompareExchange(escape.Syntax))
            && opening.Obligation.Escapes.All(escape => escape.Kind is EscapeKind.Member or EscapeKind.Return)
                ? "'CompareExchange' keeps the first one, and the other stays open"
                : null;

    public static bool IsCompareExchange(SyntaxNode store)
        => store is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompareExchange" } };
}

using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Dataflow;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>
/// What is opened first and offered with <c>CompareExchange</c>, which keeps the first: whoever comes second has to release its own.
/// </summary>
internal static class LostSwaps
{
    /// <summary>Tells whether the one that comes second is left open.</summary>
    public static bool LeaveOpen(Obligation offered)
        => offered.Releases.Count == 0
            && offered.Escapes.Any(escape => escape is { Kind: EscapeKind.Member, Alias: AliasKind.Owner or AliasKind.Task } && IsCompareExchange(escape.Syntax))
            && offered.Escapes.All(escape => escape.Kind is EscapeKind.Member or EscapeKind.Return);

    public static bool IsCompareExchange(SyntaxNode store)
        => store is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompareExchange" } };
}

using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Replies;

/// <summary>RG3001: a pooled reply that doesn't leave this code and isn't disposed on every path.</summary>
internal static class NotReturnedRule
{
    public static Diagnostic? Check(IOperation acquisition, Obligation reply)
        => reply.Leaks.Count == 0
            ? null
            : Holding.Report(
                Descriptors.ReplyNotReturned,
                acquisition,
                reply.Releases,
                Holding.IsPlainLocal(reply) ? Fixes.Using : string.Empty,
                Holding.Subject(acquisition, reply),
                Holding.Fault(reply, "returned to the pool"),
                GivesItsMemoryAway(reply) ? "return a copy, and dispose the reply" : "declare it with 'using'");

    /// <summary>A reply that a type keeps for itself and forgets.</summary>
    public static Diagnostic Forgotten(IOperation acquisition, Obligation reply, ISymbol member)
        => Holding.Report(
            Descriptors.ReplyNotReturned,
            acquisition,
            reply.Releases,
            fix: string.Empty,
            $"in '{member.Name}'",
            $"not returned to the pool by its owner '{member.ContainingType.Name}'",
            "dispose it in the owner's disposal");

    private static bool GivesItsMemoryAway(Obligation reply)
        => reply.Escapes.Any(escape => escape is { Alias: AliasKind.View, Kind: EscapeKind.Return or EscapeKind.Member });
}

using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Replies;

/// <summary>RG3002: memory of a pooled reply that is read, or has left, or is still being sent, when the reply is disposed.</summary>
internal static class UsedAfterReturnRule
{
    private const string Copy = "copy what must outlive it";
    private const string Wait = "await the command before the reply is disposed";

    public static Diagnostic? Check(IOperation acquisition, Obligation reply)
    {
        if (reply.Releases.Count == 0 || User(reply) is not { } user)
        {
            return null;
        }

        return Holding.Report(
            Descriptors.ReplyUsedAfterReturn,
            acquisition,
            new[] { user.Place },
            fix: string.Empty,
            Holding.Subject(acquisition, reply),
            user.Name,
            user.Cure);
    }

    private static (SyntaxNode Place, string Name, string Cure)? User(Obligation reply)
    {
        foreach (Use use in reply.Uses)
        {
            if (use.Status.IsSurely(ObligationStatus.Released) && IsOfMemory(use))
            {
                return use.Alias == AliasKind.Pending ? (use.Syntax, "a command that is awaited later", Wait) : (use.Syntax, $"'{ShownCode.Of(use.Syntax)}' further down", Copy);
            }
        }

        if (!reply.ExitStatus.IsSurely(ObligationStatus.Released))
        {
            return null;
        }

        foreach (Escape escape in reply.Escapes)
        {
            if (escape is { Kind: EscapeKind.Return or EscapeKind.Member, Alias: AliasKind.View or AliasKind.Pending })
            {
                string leaves = escape.Kind == EscapeKind.Return ? "what is returned" : $"what is stored in '{escape.Member?.Name}'";
                return escape.Alias == AliasKind.Pending ? (escape.Syntax, "the command whose task leaves", Wait) : (escape.Syntax, leaves, Copy);
            }
        }

        return reply.Uses.FirstOrDefault(use => use is { Kind: UseKind.Drop, Alias: AliasKind.Pending }) is { } dropped
            ? (dropped.Syntax, "a command that nobody awaits", Wait)
            : null;
    }

    private static bool IsOfMemory(Use use)
        => use switch
        {
            { Alias: AliasKind.View, Kind: UseKind.Read or UseKind.Call } => true,
            { Alias: AliasKind.Pending, Kind: UseKind.Wait } => true,
            { Alias: AliasKind.Owner, Kind: UseKind.Call, Member.Name: "Memory" or "Span" or "ArraySegment" } => true,
            _ => false,
        };
}

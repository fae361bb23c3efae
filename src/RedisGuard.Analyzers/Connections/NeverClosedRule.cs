using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1002: a connection that doesn't leave this code and isn't closed on every path.</summary>
internal sealed class NeverClosedRule : IConnectionRule
{
    public Finding Check(Opening opening)
    {
        Obligation obligation = opening.Obligation;
        if (!Leaks(opening))
        {
            return Finding.None;
        }

        return OpeningDiagnostic.Create(Descriptors.NeverClosed, opening, ClosingFixes.For(opening), opening.Subject, Fault(obligation), Fix(opening));
    }

    private static bool Leaks(Opening opening)
    {
        Obligation obligation = opening.Obligation;
        switch (opening.Context.Frequency)
        {
            case OpeningFrequency.PerCall:
                // Opened for each call, asked for a database and dropped: that is churn, told by RG1001.
                return obligation.Leaks.Count > 0 && !opening.IsChained;

            case OpeningFrequency.Once or OpeningFrequency.Unknown:
                // A chained or returned view is how the rest of the process keeps this one connection, and a collection several;
                // giving up on a start-up ends the process and with it the connection.
                return obligation.Leaks.Any(leak => leak is LeakKind.Exit or LeakKind.NextTurn or LeakKind.OutOfScope or LeakKind.Swallowed or LeakKind.UnwrittenException or LeakKind.Cancelled
                        || (leak == LeakKind.Throw && IsInConstructor(opening)))
                    && !opening.IsChained
                    && !obligation.IsKept
                    && (obligation.Escapes.Count == 0 || (obligation.HasEscaped && IsInConstructor(opening)));

            default:
                return false;
        }
    }

    /// <summary>Who gets no object, or one that its constructor left early, has nothing to close.</summary>
    private static bool IsInConstructor(Opening opening)
        => opening is { Context.Frequency: OpeningFrequency.Unknown, Member: IMethodSymbol { MethodKind: MethodKind.Constructor }, IsThroughFunction: false };

    private static string Fault(Obligation obligation)
    {
        if (obligation.Leaks.Contains(LeakKind.Abandoned) && obligation.Leaks.Count == 1)
        {
            return "never closed when the wait for it ends first";
        }

        if (obligation.HasRivals && obligation.Releases.Count == 0)
        {
            return "left open when another one is there first";
        }

        if (obligation.Subscriptions.Count > 0)
        {
            return "never closed: it will be garbage-collected and its subscription goes silent";
        }

        bool onSomePaths = obligation.Releases.Count > 0 || obligation.HasEscaped;
        return onSomePaths ? "not closed on every path" : "never closed";
    }

    private static string Fix(Opening opening)
    {
        if (opening.CanUsePool)
        {
            return "take it from RedisPool.For, which owns and shares it";
        }

        return opening.Context.Frequency == OpeningFrequency.PerCall
            ? "open one connection, share it, and let its owner close it"
            : Holding.IsInAsyncFunction(opening.Operation, opening.Member) ? "close it with 'await using', or keep it in a type that closes it"
            : "close it with 'using', or keep it in a type that closes it";
    }
}

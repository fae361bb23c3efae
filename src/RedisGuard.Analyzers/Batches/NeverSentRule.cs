using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// RG3003: commands that no path sends, or that a path leaves unsent with somebody waiting for them. A path that gives the batch
/// up and takes nothing of it along does so on purpose.
/// </summary>
internal static class NeverSentRule
{
    public static IEnumerable<Diagnostic> Judge(QueuedCommands batch)
        => batch.HasCommands && batch.Obligation.Leaks.Count > 0 && (!batch.IsSent || LeavesWithAnswers(batch.Obligation))
            ? ImmutableArray.Create(Report(batch))
            : ImmutableArray<Diagnostic>.Empty;

    private static bool LeavesWithAnswers(Obligation batch)
        => batch.Uses.Any(use => use is { Kind: UseKind.Leave, Role: Role.Pending } && use.Status.IsSurely(ObligationStatus.Open));

    private static Diagnostic Report(QueuedCommands batch)
        => Holding.Report(
            Descriptors.NeverSent,
            batch.Creation,
            batch.Obligation.Releases,
            batch.IsSent || batch.Obligation.Holder is null || batch.Obligation.IsCollected ? string.Empty : Cures.Execute,
            batch.Noun,
            batch.Subject,
            batch.IsSent ? "not sent on every path" : "never sent",
            batch.Sending);
}

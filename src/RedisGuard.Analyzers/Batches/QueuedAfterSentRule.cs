using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Batches;

/// <summary>RG3005: a command queued when everything was sent, with no other Execute to follow.</summary>
internal static class QueuedAfterSentRule
{
    public static ImmutableArray<Diagnostic> Check(QueuedCommands batch, DirectWaits direct)
        => batch.Late
            .Where(late => !direct.WaitFor(late.Syntax, batch.Creation.SemanticModel))
            .Select(late => Diagnostic.Create(
                Descriptors.QueuedAfterSent,
                late.Syntax.GetLocation(),
                batch.Obligation.Releases.Select(place => place.GetLocation()),
                late.Member?.Name ?? "The command",
                batch.Noun,
                batch.Subject))
            .ToImmutableArray();
}

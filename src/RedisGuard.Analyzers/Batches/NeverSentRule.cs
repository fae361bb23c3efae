using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// RG3003: commands that no path sends, or that a path leaves unsent. Where nobody has kept an answer, a <c>return</c> gives the
/// batch up on purpose; so does a <c>throw</c>.
/// </summary>
internal static class NeverSentRule
{
    public static IEnumerable<Diagnostic> Check(QueuedCommands batch)
        => batch.HasCommands && (batch.IsSent ? LeavesWithAnswers(batch.Obligation) || IsLeftUnsent(batch) : batch.Obligation.Leaks.Count > 0)
            ? ImmutableArray.Create(Report(batch))
            : ImmutableArray<Diagnostic>.Empty;

    private static bool LeavesWithAnswers(Obligation batch)
        => batch.Leaks.Count > 0 && batch.Uses.Any(use => use is { Kind: UseKind.Leave, Alias: AliasKind.Pending } && use.Status.IsSurely(ObligationStatus.Open));

    private static bool IsLeftUnsent(QueuedCommands batch)
    {
        // What waits too early doesn't get any further: RG3004's, or the library's.
        if (batch.Obligation.Uses.Any(use => use is { Kind: UseKind.Wait, Alias: AliasKind.Pending } && use.Status.IsSurely(ObligationStatus.Open)))
        {
            return false;
        }

        var chunks = new PartialChunks(batch.Obligation);
        return batch.Obligation.OpenEnds.Any(end => end.Kind switch
        {
            LeakKind.NextTurn => end.Status.MayBeFilled(),
            LeakKind.Exit or LeakKind.OutOfScope => end.Status.MayBeFilled()
                && (end.Status & (ObligationStatus.OpenByException | ObligationStatus.Escaped)) == 0
                && (chunks.Any ? chunks.AreLeft : (end.Status & (ObligationStatus.Empty | ObligationStatus.Absent)) == 0 && !IsGivenUp(end, batch.Obligation)),
            _ => false,
        });
    }

    /// <summary><c>if (!isAllowed) { return; }</c> on a way that has sent nothing, while nobody ever reads an answer.</summary>
    private static bool IsGivenUp(OpenEnd end, Obligation batch)
        => (end.IsReturn && end.Status.IsSurely(ObligationStatus.Open) && !batch.Uses.Any(IsOfAnswer))
            || (batch.Releases.All(release => IsChosenByCaller(release, batch)) && batch.Uses.Where(use => IsOfAnswer(use) && use.Kind != UseKind.Read).All(use => use.Status.IsSurely(ObligationStatus.Released)));

    private static bool IsOfAnswer(Use use) => use is { Alias: AliasKind.Pending, Kind: UseKind.Wait or UseKind.Read or UseKind.Leave };

    /// <summary><c>if (!dryRun) { batch.Execute(); }</c>. One that queues more belongs to a send that was forgotten behind it.</summary>
    private static bool IsChosenByCaller(SyntaxNode sending, Obligation batch)
        => sending.FirstAncestorOrSelf<IfStatementSyntax>() is { Condition: var condition, Else: null } test
            && (condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not ? not.Operand : condition) is IdentifierNameSyntax { Identifier.ValueText: var chosen }
            && sending.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>()?.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == chosen) == true
            && !batch.Uses.Any(use => use.Kind == UseKind.Call && test.Statement.Span.Contains(use.Syntax.Span));

    private static Diagnostic Report(QueuedCommands batch)
        => Holding.Report(
            Descriptors.NeverSent,
            batch.Creation,
            batch.Obligation.Releases,
            batch.IsSent || batch.Obligation.Holder is null || batch.Obligation.IsCollected ? string.Empty : Fixes.Execute,
            batch.Noun,
            batch.Subject,
            batch.IsSent ? "not sent on every path" : "never sent",
            batch.Sending);
}

using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Batches;

/// <summary>RG3004: a wait for a queued command on a path that hasn't sent it. Without any Execute the fault is RG3003's.</summary>
internal static class WaitsBeforeSentRule
{
    public static IEnumerable<Diagnostic> Check(QueuedCommands batch, DirectWaits direct)
    {
        if (!batch.IsSent)
        {
            yield break;
        }

        foreach (Use wait in batch.Obligation.Uses)
        {
            if (wait is { Kind: UseKind.Wait, Alias: AliasKind.Pending }
                && (wait.Status.IsSurely(ObligationStatus.Open) || IsInCatchBefore(wait))
                // Where a wait is raced against another task, that one may end it; whoever asks which it was waits in vain for this one.
                && (!batch.Obligation.IsRaced || RacedWaits.AreAskedFor(wait.Syntax, batch.Creation.SemanticModel))
                && !direct.AreReportedByLibrary(wait.Syntax, batch.Creation.SemanticModel))
            {
                yield return Report(batch, wait);
            }
        }
    }

    public static Diagnostic OnParameter(IParameterSymbol batch, SyntaxNode wait)
        => Diagnostic.Create(
            Descriptors.WaitsBeforeSent,
            wait.GetLocation(),
            batch.Type.Name == "IBatch" ? "batch" : "transaction",
            $"'{batch.Name}'",
            "Execute",
            "of the caller");

    /// <summary><c>try { Check(); } catch (CheckException) { await task; } batch.Execute();</c></summary>
    private static bool IsInCatchBefore(Use wait)
        => (wait.Status & ~ObligationStatus.Absent) == ObligationStatus.OpenByException
            && wait.Syntax.Ancestors().TakeWhile(node => node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or FinallyClauseSyntax)).Any(node => node is CatchClauseSyntax);

    private static Diagnostic Report(QueuedCommands batch, Use wait)
        => Diagnostic.Create(
            Descriptors.WaitsBeforeSent,
            wait.Syntax.GetLocation(),
            batch.Obligation.Releases.Select(place => place.GetLocation()).Concat(new[] { batch.Creation.Syntax.GetLocation() }),
            // Behind a catch the code goes on otherwise than in it.
            IsInCatchBefore(wait) ? null : ImmutableDictionary<string, string?>.Empty.Add(Fixes.Key, Fixes.WaitAfterExecute),
            batch.Noun,
            batch.Subject,
            batch.Sending,
            // An Execute that stands above, and hasn't run by then, is another branch's.
            batch.Obligation.Releases.Any(place => place.SpanStart > wait.Syntax.SpanStart) ? "further down" : "on another path");
}

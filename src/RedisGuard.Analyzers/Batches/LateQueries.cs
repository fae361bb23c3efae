using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// Commands in a LINQ query that is read when all was sent: <c>var tasks = keys.Select(key => batch.KeyDeleteAsync(key));
/// batch.Execute(); await Task.WhenAll(tasks);</c>. A query queues its commands each time it is read, and not before.
/// </summary>
internal static class LateQueries
{
    public static IEnumerable<Use> Of(QueuedCommands batch)
        => batch.Obligation.Uses
            .Where(use => use is { Kind: UseKind.Read, Alias: AliasKind.Pending }
                && use.Status.IsSurely(ObligationStatus.Released)
                && !batch.Obligation.Releases.Any(release => release.SpanStart > use.Syntax.SpanStart))
            .Select(read => (Read: read, Query: QueryOf(read.Syntax, batch.Creation.SemanticModel)))
            .Where(late => late.Query is not null)
            .GroupBy(late => late.Query)
            .SelectMany(late => CommandsOf(late.Key!, batch.Obligation).Select(command => late.First().Read with { Member = command.TargetMethod, Syntax = command.Syntax }));

    /// <summary>The query that a variable stands for, as long as nothing else is ever put into it.</summary>
    private static IOperation? QueryOf(SyntaxNode read, SemanticModel? model)
        => model?.SyntaxTree == read.SyntaxTree
            && model.GetOperation(read) is ILocalReferenceOperation local
            && local.OnlyValue() is { } value
            && IsQuery(value.Unwrapped())
                ? value
                : null;

    private static bool IsQuery(IOperation value)
        => value is ITranslatedQueryOperation
            || value is IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable", ReturnType.OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } };

    private static IEnumerable<IInvocationOperation> CommandsOf(IOperation query, Obligation batch)
        => query.Descendants().OfType<IInvocationOperation>().Where(command =>
            TaskMembers.IsDeferred(command.TargetMethod)
            && command.Instance is { } receiver
            && receiver.Unwrapped() is ILocalReferenceOperation local
            && SymbolEqualityComparer.Default.Equals(local.Local, batch.Holder));
}

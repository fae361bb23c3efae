using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// Commands of a batch or transaction that are never sent (RG3003), waited for before they are (RG3004), or queued after
/// everything was sent (RG3005).
/// </summary>
internal sealed class BatchRules : RuleFamily
{
    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(
        Descriptors.NeverSent,
        Descriptors.WaitsBeforeSent,
        Descriptors.QueuedAfterSent);

    public override ImmutableArray<DiagnosticDescriptor> ReportsAtEnd { get; } = ImmutableArray.Create(Descriptors.WaitsBeforeSent);

    public override void Register(RuleRegistry registry)
    {
        AcquiringCalls calls = registry.CallsOf(ResourceKind.Batch);
        var blocks = new AcquiringBlocks(calls);
        var direct = new DirectWaits(registry.Symbols);
        var parameters = new QueueParameters(registry.Symbols, calls.Summaries, direct);
        registry.OnOperation(
            operation => registry.Take(parameters.Check((IInvocationOperation)operation.Operation), operation.ReportDiagnostic), OperationKind.Invocation);
        registry.OnAcquisition(blocks.Note);
        registry.OnBlock(block =>
        {
            if (blocks.MayBeIn(block))
            {
                Check(block, blocks, direct, registry.Contexts.IsTest(block.OwningSymbol));
            }
        });
    }

    private static void Check(OperationBlockAnalysisContext block, AcquiringBlocks blocks, DirectWaits direct, bool isTest)
    {
        foreach ((IOperation creation, Obligation obligation) in blocks.In(block))
        {
            if (!obligation.HasEscaped)
            {
                Check(new QueuedCommands(creation, obligation, block.OwningSymbol), direct, isTest).ForEach(block.ReportDiagnostic);
            }
        }
    }

    private static List<Diagnostic> Check(QueuedCommands batch, DirectWaits direct, bool isTest)
    {
        var found = new List<Diagnostic>(QueuedAfterSentRule.Check(batch, direct));
        if (batch.IsExtendedAfterSent)
        {
            return found;
        }

        // A test leaves commands unsent to see that nothing was sent, or that queueing one throws.
        if (!isTest)
        {
            found.AddRange(NeverSentRule.Check(batch));
        }

        found.AddRange(WaitsBeforeSentRule.Check(batch, direct));
        return found;
    }
}

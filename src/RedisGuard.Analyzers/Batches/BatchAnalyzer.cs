using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// Commands of a batch or transaction that are never sent (RG3003), waited for before they are (RG3004), or queued after
/// everything was sent (RG3005).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BatchAnalyzer : RedisAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.NeverSent,
        Descriptors.WaitsBeforeSent,
        Descriptors.WaitsBeforeSentAtEnd,
        Descriptors.QueuedAfterSent);

    private protected override void Register(CompilationStartAnalysisContext context, RedisSymbols symbols)
    {
        var calls = new AcquiringCalls(symbols, symbols.Model[ResourceKind.Batch], context.Options.AnalyzerConfigOptionsProvider);
        var blocks = new AcquiringBlocks(calls);
        var direct = new DirectWaits(symbols);
        var parameters = new QueueParameters(symbols);
        var tests = new TestCode(symbols.Compilation, symbols.Options);
        context.RegisterOperationAction(
            operation =>
            {
                parameters.Note(operation.Operation);
                blocks.Note(operation);
            },
            OperationKind.Invocation,
            OperationKind.Invalid);
        context.RegisterOperationBlockAction(block =>
        {
            if (blocks.MayBeIn(block))
            {
                Judge(block, blocks, direct, tests.Contains(block.OwningSymbol));
            }
        });
        context.RegisterCompilationEndAction(end =>
        {
            foreach ((IParameterSymbol batch, SyntaxNode wait) in parameters.Waits(calls.Summaries, end.Compilation, end.CancellationToken))
            {
                if (!direct.AreReportedByLibrary(wait, end.Compilation))
                {
                    end.ReportDiagnostic(WaitsBeforeSentRule.OnParameter(batch, wait));
                }
            }
        });
    }

    private static void Judge(OperationBlockAnalysisContext block, AcquiringBlocks blocks, DirectWaits direct, bool isTest)
    {
        foreach ((IOperation creation, Obligation obligation) in blocks.In(block))
        {
            if (!obligation.HasEscaped)
            {
                Judge(new QueuedCommands(creation, obligation, block.OwningSymbol), direct, isTest).ForEach(block.ReportDiagnostic);
            }
        }
    }

    private static List<Diagnostic> Judge(QueuedCommands batch, DirectWaits direct, bool isTest)
    {
        var found = new List<Diagnostic>(QueuedAfterSentRule.Judge(batch, direct));
        if (batch.IsExtendedAfterSent)
        {
            return found;
        }

        // A test leaves commands unsent to see that nothing was sent, or that queueing one throws.
        if (!isTest)
        {
            found.AddRange(NeverSentRule.Judge(batch));
        }

        found.AddRange(WaitsBeforeSentRule.Judge(batch, direct));
        return found;
    }
}

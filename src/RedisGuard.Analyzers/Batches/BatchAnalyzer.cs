using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
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
        var direct = new DirectWaits(symbols);
        var parameters = new QueueParameters(symbols);
        var tests = new TestCode(symbols.Compilation, symbols.Options);
        // A wait stands elsewhere than the call that makes the batch. An editor takes what is told of another place for its own
        // only at the end of the block that both stand in.
        context.RegisterOperationBlockStartAction(block =>
        {
            List<Diagnostic>? found = null;
            block.RegisterOperationAction(
                operation =>
                {
                    parameters.Note(operation.Operation);
                    if (calls.TryGet(operation) is { HasEscaped: false } obligation)
                    {
                        found ??= new List<Diagnostic>();
                        found.AddRange(Judge(new QueuedCommands(operation.Operation, obligation, operation.ContainingSymbol), direct, tests.Contains(operation.ContainingSymbol)));
                    }
                },
                OperationKind.Invocation,
                OperationKind.Invalid);
            block.RegisterOperationBlockEndAction(end => found?.ForEach(end.ReportDiagnostic));
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

    private static IEnumerable<Diagnostic> Judge(QueuedCommands batch, DirectWaits direct, bool isTest)
    {
        ImmutableArray<Diagnostic> late = QueuedAfterSentRule.Judge(batch, direct);
        if (batch.IsExtendedAfterSent)
        {
            return late;
        }

        // A test leaves commands unsent to see that nothing was sent, or that queueing one throws.
        IEnumerable<Diagnostic> early = WaitsBeforeSentRule.Judge(batch, direct);
        return isTest ? early : NeverSentRule.Judge(batch).Concat(early);
    }
}

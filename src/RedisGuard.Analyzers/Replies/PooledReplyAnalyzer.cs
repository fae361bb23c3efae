using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;

namespace RedisGuard.Analyzers.Replies;

/// <summary>Replies in pooled memory that are not returned to it (RG3001), or used after they were (RG3002).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PooledReplyAnalyzer : RedisAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.ReplyNotReturned,
        Descriptors.ReplyUsedAfterReturn);

    private protected override void Register(CompilationStartAnalysisContext context, RedisSymbols symbols)
    {
        var calls = new AcquiringCalls(symbols, symbols.Model[ResourceKind.PooledReply], context.Options.AnalyzerConfigOptionsProvider);
        var tests = new TestCode(symbols.Compilation, symbols.Options);
        context.RegisterOperationAction(
            operation =>
            {
                if (calls.TryGet(operation) is { } obligation
                    && (UsedAfterReturnRule.Judge(operation.Operation, obligation) ?? Unreturned(operation, obligation, tests)) is { } found)
                {
                    operation.ReportDiagnostic(found);
                }
            },
            OperationKind.Invocation,
            OperationKind.Invalid);
    }

    private static Diagnostic? Unreturned(OperationAnalysisContext context, Obligation obligation, TestCode tests)
    {
        // A test that drops a reply checks that a substitute was called.
        return obligation.IsDiscarded && tests.Contains(context.ContainingSymbol)
            ? null
            : NotReturnedRule.Judge(context.Operation, obligation);
    }
}

using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Connections that are opened per call, never closed, or opened outside the pool (RG1000–RG1002). Does nothing but
/// look at each call's target until one opens a connection.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConnectionAnalyzer : RedisAnalyzer
{
    // Strongest first.
    private static readonly ImmutableArray<IConnectionRule> s_rules = ImmutableArray.Create<IConnectionRule>(
        new NeverClosedRule(),
        new OpenedPerCallRule(),
        new OpenedOutsidePoolRule());

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.OpenedOutsidePool,
        Descriptors.OpenedPerCall,
        Descriptors.NeverClosed);

    private protected override void Register(CompilationStartAnalysisContext context, RedisSymbols symbols)
    {
        var engine = new OwnershipEngine(symbols);
        var contexts = new CallContexts(context.Compilation, context.Options.AnalyzerConfigOptionsProvider);
        context.RegisterOperationAction(operation => Analyze(operation, symbols, engine, contexts), OperationKind.Invocation, OperationKind.Invalid);
    }

    private static void Analyze(OperationAnalysisContext context, RedisSymbols symbols, OwnershipEngine engine, CallContexts contexts)
    {
        IOperation operation = context.Operation;
        if (operation.SemanticModel is not { } model
            || !(Acquisitions.IsAcquiring(operation, symbols, model)
                || (operation is IInvocationOperation invocation
                    && Acquisitions.MayBeHelper(invocation, symbols)
                    && engine.Summaries.Of(invocation.TargetMethod, context.CancellationToken).ReturnsFresh)))
        {
            return;
        }

        AnalyzerOptionsReader options = new(context.Options.AnalyzerConfigOptionsProvider.GetOptions(operation.Syntax.SyntaxTree));
        Obligation? obligation = engine.Find(operation, context.GetControlFlowGraph, context.ContainingSymbol, options.ExceptionPaths, context.CancellationToken);
        if (obligation is null)
        {
            return;
        }

        CallContext frequency = contexts.Of(operation, context.ContainingSymbol, context.CancellationToken);
        var opening = new Opening(operation, obligation, frequency, context.ContainingSymbol, symbols);
        if (s_rules.Select(rule => rule.Judge(opening)).FirstOrDefault(diagnostic => diagnostic is not null) is { } found)
        {
            context.ReportDiagnostic(found);
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Hazards;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Registrations;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Connections that are opened too often, never closed, lost, or opened outside the pool (RG1000–RG1006,
/// RG1008–RG1010), or opened while a thread waits (RG4004). Does nothing but look at each call's target until one opens a connection.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConnectionAnalyzer : RedisAnalyzer
{
    // Strongest first: the first that finds a fault has the call for itself.
    private static readonly ImmutableArray<IConnectionRule> s_faults = ImmutableArray.Create<IConnectionRule>(
        new ClosedWhileInUseRule(),
        new RegistrationOpensRule(),
        new ReplacedWithoutClosingRule(),
        new RacingCallersRule(),
        new NeverClosedRule(),
        new OwnerDoesNotCloseRule(),
        new OpenedPerCallRule());

    // What is left to say of a connection that has no fault.
    private static readonly ImmutableArray<IConnectionRule> s_remarks = ImmutableArray.Create<IConnectionRule>(
        new OpenedOutsidePoolRule(),
        new ConnectingSynchronouslyRule(),
        new PrivateWhereSharedFitsRule(),
        new RegisteredInstanceRule());

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.OpenedOutsidePool,
        Descriptors.OpenedOutsidePoolAtEnd,
        Descriptors.OpenedPerCall,
        Descriptors.OpenedPerCallAtEnd,
        Descriptors.NeverClosed,
        Descriptors.OwnerDoesNotClose,
        Descriptors.OwnerDoesNotCloseAtEnd,
        Descriptors.ReplacedWithoutClosing,
        Descriptors.RegistrationOpensPerScope,
        Descriptors.RacingCallersLeak,
        Descriptors.ClosedWhileInUse,
        Descriptors.WaitingSynchronously,
        Descriptors.WaitingSynchronouslyAtEnd,
        Descriptors.PrivateWhereSharedFits,
        Descriptors.RegisteredInstanceNeverClosed);

    private protected override void Register(CompilationStartAnalysisContext context, RedisSymbols symbols)
    {
        var openings = new Openings(symbols, context.Options.AnalyzerConfigOptionsProvider);
        var registrations = new ServiceRegistrations();
        var closings = new ForeignClosings();
        var waiting = new ConcurrentQueue<Opening>();
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation is IInvocationOperation invocation)
                {
                    registrations.Note(invocation);
                    closings.Note(invocation, operation.ContainingSymbol, symbols);
                }

                if (openings.TryGet(operation) is not { } opening)
                {
                    return;
                }

                if (First(s_faults, opening) is { } fault)
                {
                    operation.ReportDiagnostic(fault);
                }
                else if (OwnerDoesNotCloseRule.NeedsRegistrations(opening))
                {
                    waiting.Enqueue(opening);
                }
                else if (First(s_remarks, opening) is { } remark)
                {
                    operation.ReportDiagnostic(remark);
                }
            },
            OperationKind.Invocation,
            OperationKind.Invalid,
            OperationKind.MethodReference);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (Opening opening in waiting)
            {
                if ((OwnerDoesNotCloseRule.Judge(opening, registrations, closings)
                    ?? OpenedOutsidePoolRule.JudgeAtEnd(opening)
                    ?? ConnectingSynchronouslyRule.JudgeAtEnd(opening)) is { } found)
                {
                    end.ReportDiagnostic(found);
                }
            }
        });
    }

    private static Diagnostic? First(ImmutableArray<IConnectionRule> rules, Opening opening)
        => rules.Select(rule => rule.Judge(opening)).FirstOrDefault(diagnostic => diagnostic is not null);
}

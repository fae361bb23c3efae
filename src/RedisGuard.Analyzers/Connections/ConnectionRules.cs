using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Hazards;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Connections that are opened too often, never closed, lost, or opened outside the pool (RG1000–RG1006,
/// RG1008–RG1010), or opened while a thread waits (RG4004). Does next to nothing until a call may open one.
/// </summary>
internal sealed class ConnectionRules : RuleFamily
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

    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(
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

    public override void Register(RuleRegistry registry)
    {
        var openings = new Openings(registry);
        var closings = new ForeignClosings();
        var waiting = new ConcurrentQueue<Opening>();
        registry.OnOperation(
            operation => closings.Note((IInvocationOperation)operation.Operation, operation.ContainingSymbol, registry.Symbols), OperationKind.Invocation);
        registry.OnAcquisition(operation => Judge(operation, openings, waiting));
        registry.OnOperation(operation => Judge(operation, openings, waiting), OperationKind.MethodReference);
        registry.OnEnd(end =>
        {
            foreach (Opening opening in waiting)
            {
                if ((OwnerDoesNotCloseRule.Judge(opening, registry.Registrations, closings)
                    ?? OpenedOutsidePoolRule.JudgeAtEnd(opening)
                    ?? ConnectingSynchronouslyRule.JudgeAtEnd(opening)) is { } found)
                {
                    end.ReportDiagnostic(found);
                }
            }
        });
    }

    private static void Judge(OperationAnalysisContext context, Openings openings, ConcurrentQueue<Opening> waiting)
    {
        if (openings.TryGet(context) is not { } opening)
        {
            return;
        }

        if (First(s_faults, opening) is { } fault)
        {
            context.ReportDiagnostic(fault);
        }
        else if (OwnerDoesNotCloseRule.NeedsRegistrations(opening))
        {
            waiting.Enqueue(opening);
        }
        else if (First(s_remarks, opening) is { } remark)
        {
            context.ReportDiagnostic(remark);
        }
    }

    private static Diagnostic? First(ImmutableArray<IConnectionRule> rules, Opening opening)
        => rules.Select(rule => rule.Judge(opening)).FirstOrDefault(diagnostic => diagnostic is not null);
}

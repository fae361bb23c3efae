using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Hazards;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

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

    // Of those, what an opening that waited for the registrations may still deserve.
    private static readonly ImmutableArray<IConnectionRule> s_lateRemarks = ImmutableArray.Create<IConnectionRule>(
        new OpenedOutsidePoolRule(),
        new ConnectingSynchronouslyRule());

    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(
        Descriptors.OpenedOutsidePool,
        Descriptors.OpenedPerCall,
        Descriptors.NeverClosed,
        Descriptors.OwnerDoesNotClose,
        Descriptors.ReplacedWithoutClosing,
        Descriptors.RegistrationOpensPerScope,
        Descriptors.RacingCallersLeak,
        Descriptors.ClosedWhileInUse,
        Descriptors.WaitingSynchronously,
        Descriptors.PrivateWhereSharedFits,
        Descriptors.RegisteredInstanceNeverClosed);

    public override ImmutableArray<DiagnosticDescriptor> ReportsAtEnd { get; } = ImmutableArray.Create(
        Descriptors.OpenedOutsidePool, Descriptors.OpenedPerCall, Descriptors.OwnerDoesNotClose, Descriptors.WaitingSynchronously);

    public override void Register(RuleRegistry registry)
    {
        var openings = new Openings(registry);
        var closings = new ForeignClosings();
        registry.OnOperation(
            operation => closings.Note((IInvocationOperation)operation.Operation, operation.ContainingSymbol, registry.Symbols), OperationKind.Invocation);
        registry.OnAcquisition(Show);
        registry.OnOperation(Show, OperationKind.MethodReference);

        void Show(OperationAnalysisContext operation)
        {
            if (openings.TryGet(operation) is { } opening)
            {
                registry.Take(Judge(opening, registry.Registrations, closings), operation.ReportDiagnostic);
            }
        }
    }

    private static Verdict Judge(Opening opening, ServiceRegistrations registrations, ForeignClosings closings)
        => First(s_faults, opening) is { } fault ? Verdict.Now(fault)
            : OwnerDoesNotCloseRule.NeedsRegistrations(opening) ? Verdict.AtEnd(_ => OwnerDoesNotCloseRule.Judge(opening, registrations, closings) ?? First(s_lateRemarks, opening))
            : Verdict.Now(First(s_remarks, opening));

    private static Diagnostic? First(ImmutableArray<IConnectionRule> rules, Opening opening)
        => rules.Select(rule => rule.Judge(opening)).FirstOrDefault(diagnostic => diagnostic is not null);
}

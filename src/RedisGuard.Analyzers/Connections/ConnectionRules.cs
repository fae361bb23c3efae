using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Connections that are opened too often, never closed, lost, or opened outside the pool (RG1000–RG1006,
/// RG1008–RG1010), or opened while a thread waits (RG4004). Does next to nothing until a call may open one.
/// </summary>
internal sealed class ConnectionRules : RuleFamily
{
    // Strongest first: the first that finds a fault has the call for itself. Remarks come behind all faults.
    private static readonly ImmutableArray<IConnectionRule> s_rules = ImmutableArray.Create<IConnectionRule>(
        new ClosedWhileInUseRule(),
        new RegistrationOpensRule(),
        new ReplacedWithoutClosingRule(),
        new RacingCallersRule(),
        new NeverClosedRule(),
        new MadePerRequestRule(),
        new OwnerDoesNotCloseRule(),
        new OpenedPerCallRule(),
        new OpenedOutsidePoolRule(),
        new ConnectingSynchronouslyRule(),
        new PrivateWhereSharedFitsRule(),
        new RegisteredInstanceRule());

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

    /// <summary>Any of them: an opening that waits for one rule waits for all behind it.</summary>
    public override ImmutableArray<DiagnosticDescriptor> ReportsAtEnd => Reports;

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
                registry.Take(Check(opening, closings), operation);
            }
        }
    }

    private static Verdict Check(Opening opening, ForeignClosings closings)
    {
        Finding finding = First(opening);
        return finding.IsLater ? Verdict.AtEnd(_ => First(opening with { Closings = closings }).Diagnostic) : Verdict.Now(finding.Diagnostic);
    }

    /// <summary>What the first rule says that says something: where one must wait, so must all behind it.</summary>
    private static Finding First(Opening opening)
    {
        foreach (IConnectionRule rule in s_rules)
        {
            Finding finding = rule.Check(opening);
            if (!finding.IsNone)
            {
                return finding;
            }
        }

        return Finding.None;
    }
}

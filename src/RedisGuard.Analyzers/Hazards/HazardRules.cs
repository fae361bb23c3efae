using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>
/// Harm to everybody who shares a connection: blocking commands, generated scripts, whole-keyspace commands, blocking
/// waits and profiling without an end (RG4001–RG4005). RG4004 of connecting is a remark of the connection rules, since one
/// call has one report.
/// </summary>
internal sealed class HazardRules : RuleFamily
{
    private static readonly Dictionary<string, IHazardRule[]> s_rules = new IHazardRule[]
        {
            new BlockingCommandRule(),
            new TypedBlockingCommandRule(),
            new GeneratedScriptRule(),
            new WholeKeyspaceRule(),
            new UnfinishedProfilingRule(),
        }
        .SelectMany(rule => rule.Names.Select(name => (name, rule)))
        .GroupBy(pair => pair.name, pair => pair.rule, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(
        Descriptors.BlockingCommand, Descriptors.GeneratedScript, Descriptors.WholeKeyspace, Descriptors.WaitingSynchronously, Descriptors.ProfilingNeverFinished);

    public override void Register(RuleRegistry registry)
    {
        var known = new HazardKnowledge(registry);
        registry.OnOperation(operation => Analyze(operation, known), OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, HazardKnowledge known)
    {
        var invocation = (IInvocationOperation)context.Operation;
        bool isNamed = s_rules.TryGetValue(invocation.TargetMethod.Name, out IHazardRule[]? rules);
        bool mayBeWaitedFor = !known.Symbols.LibraryRules.ReportBlockingWaits && BlockingWaitRule.MayBeAround(invocation);
        if (!(isNamed || mayBeWaitedFor)
            || !(known.Symbols.IsOfLibrary(invocation.TargetMethod) || TypedBlockingCommandRule.IsOfStack(invocation.TargetMethod))
            || known.Contexts.IsTest(context.ContainingSymbol))
        {
            return;
        }

        var call = new HazardCall(invocation, context.ContainingSymbol, known, context.CancellationToken);
        if (((isNamed ? First(rules!, call) : null) ?? (mayBeWaitedFor ? BlockingWaitRule.Check(call) : null)) is { } found)
        {
            context.ReportDiagnostic(found);
        }
    }

    private static Diagnostic? First(IHazardRule[] rules, HazardCall call)
    {
        foreach (IHazardRule rule in rules)
        {
            if (rule.Check(call) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

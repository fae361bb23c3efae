using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Batches;
using RedisGuard.Analyzers.Connections;
using RedisGuard.Analyzers.Hazards;
using RedisGuard.Analyzers.Locks;
using RedisGuard.Analyzers.Observed;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.PoolHandles;
using RedisGuard.Analyzers.Records;
using RedisGuard.Analyzers.Replies;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Secrets;
using RedisGuard.Analyzers.Subscriptions;

namespace RedisGuard.Analyzers;

/// <summary>
/// All rules, as the compiler sees them. One analyzer for all families: nearly every call of a program is none of their
/// business, and it is turned away once instead of once a family. Leaves generated code alone, that of <c>.razor</c> files aside, runs
/// concurrently, and registers nothing in a compilation that doesn't reference StackExchange.Redis.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RedisGuardAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<RuleFamily> s_families = ImmutableArray.Create<RuleFamily>(
        new ConnectionRules(),
        new ClosingBorrowedRules(),
        new SubscriptionRules(),
        new PooledReplyRules(),
        new BatchRules(),
        new HandleRules(),
        new LockRules(),
        new HazardRules(),
        new SecretRules(),
        new ObservedRules());

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        s_families.SelectMany(family => family.Reports.Concat(family.ReportsAtEnd.Select(RetoldDiagnostics.Late))).ToImmutableArray();

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        if (context is null)
        {
            throw new ArgumentNullException(nameof(context));
        }

        // What the Razor compiler writes of a component's @code is the user's own; the registry leaves the rest of generated code alone.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (OwnershipIndex.Of(start.Compilation, start.Options.AnalyzerConfigOptionsProvider) is not { } index)
            {
                return;
            }

            var recorded = RecordedLeaks.Of(
                start.Options.AdditionalFiles,
                text => start.TryGetValue(text, LeakFile.Reader, out ImmutableArray<RecordedLeak> leaks) ? leaks : ImmutableArray<RecordedLeak>.Empty,
                start.CancellationToken);
            var registry = new RuleRegistry(index, recorded);
            foreach (RuleFamily family in s_families)
            {
                family.Register(registry);
            }

            registry.RegisterAt(start);
        });
    }
}

using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Records;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Observed;

/// <summary>
/// Faults that the watch saw at run time, shown at the code that made them (RG9001), and records that the code has left behind
/// (RG9002). Where a rule reports the same call, that report says it too, and there is no second one.
/// </summary>
internal sealed class ObservedRules : RuleFamily
{
    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(Descriptors.LeakSeen, Descriptors.RecordOutlived);

    public override ImmutableArray<DiagnosticDescriptor> ReportsAtEnd => Reports;

    public override void Register(RuleRegistry registry)
    {
        RecordedLeaks recorded = registry.Recorded;
        if (recorded.All.IsEmpty)
        {
            return;
        }

        // A block is shown when what is in it was: the other rules have had their say.
        registry.OnBlock(block => Check(block, registry, recorded));
        registry.Take(
            Verdict.AllAtEnd(end => recorded.Unmet.Where(leak => leak.IsOf(end.Compilation.AssemblyName)).Select(leak => Outlived(leak, Location.None, "there is no such member any more"))),
            static _ => { });
    }

    private static void Check(OperationBlockAnalysisContext block, RuleRegistry registry, RecordedLeaks recorded)
    {
        foreach (RecordedLeak leak in recorded.In(block.OwningSymbol))
        {
            bool isOverloaded = MemberNames.IsAmbiguous(block.OwningSymbol);
            InvocationExpressionSyntax? call = null;
            bool hasChanged = false;
            foreach (IOperation code in block.OperationBlocks)
            {
                call ??= RecordedCall.In(leak, code.Syntax, isOverloaded, out hasChanged);
            }

            if (call is null)
            {
                // Another constructor, overload or initializer may have it.
                if (!isOverloaded)
                {
                    block.ReportDiagnostic(Outlived(leak, block.OwningSymbol.Locations.FirstOrDefault() ?? Location.None, $"'{leak.Call}' isn't called any more, or from several places"));
                }

                continue;
            }

            Location place = call.GetLocation();
            recorded.Found(place, leak);
            if (recorded.IsTold(place))
            {
                continue;
            }

            Diagnostic seen = hasChanged ? Outlived(leak, place, "its line was changed since") : Seen(leak, place);
            if (recorded.IsAwaited(place))
            {
                registry.Take(Verdict.AtEnd(_ => recorded.IsTold(place) ? null : seen), static _ => { });
            }
            else
            {
                block.ReportDiagnostic(seen);
            }
        }
    }

    private static Diagnostic Seen(RecordedLeak leak, Location place) => Diagnostic.Create(
        Descriptors.LeakSeen,
        place,
        leak.IsStale ? DiagnosticSeverity.Info : Descriptors.LeakSeen.DefaultSeverity,
        additionalLocations: null,
        properties: null,
        leak.Happened,
        leak.Seen);

    private static Diagnostic Outlived(RecordedLeak leak, Location place, string why) => Diagnostic.Create(Descriptors.RecordOutlived, place, leak.Member, leak.Seen, why);
}

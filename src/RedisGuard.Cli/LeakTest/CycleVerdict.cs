using System.Globalization;

namespace RedisGuard.Cli.LeakTest;

/// <summary>Decides by cycles, the first of which only warms up: pools fill in it.</summary>
internal static class CycleVerdict
{
    public const int FewestCycles = 3;

    public static (LeakOutcome Outcome, string Reason) Of(IReadOnlyList<CycleTally> cycles)
    {
        var judged = cycles.Skip(1).ToList();
        if (cycles.Count < FewestCycles)
        {
            return (LeakOutcome.Inconclusive, string.Create(CultureInfo.InvariantCulture, $"{cycles.Count} cycles are fewer than {FewestCycles}"));
        }

        var grew = judged.Count(static cycle => cycle.Left > 0);
        var left = judged.Sum(static cycle => cycle.Left);
        // Each time, or all but each fourth: a garbage collection that comes by may close a cycle's worth.
        if (grew * 4 >= judged.Count * 3 && left > 0)
        {
            return (LeakOutcome.Leak, string.Create(CultureInfo.InvariantCulture, $"{grew} of {judged.Count} cycles left connections behind, {left} in all"));
        }

        return grew * 4 <= judged.Count || left <= 0
            ? (LeakOutcome.Clean, grew == 0 ? string.Create(CultureInfo.InvariantCulture, $"none of {judged.Count} cycles left a connection behind") : string.Create(CultureInfo.InvariantCulture, $"{grew} of {judged.Count} cycles left connections behind, {left} in all: not each time"))
            : (LeakOutcome.Inconclusive, string.Create(CultureInfo.InvariantCulture, $"{grew} of {judged.Count} cycles left connections behind: run more with --cycles"));
    }
}

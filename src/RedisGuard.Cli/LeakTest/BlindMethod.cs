using System.Globalization;

namespace RedisGuard.Cli.LeakTest;

/// <summary>
/// Finds a leak among other people's connections: in each pair of windows the workload runs in one, chosen at random, and rests
/// in the other for as long. What others do falls into both.
/// </summary>
internal sealed class BlindMethod(ClientWatch watch, IWorkload workload, int pairs, Random random, TimeProvider clock)
{
    /// <summary>How often a server without a leak is accused.</summary>
    public const double Alpha = 0.01;

    public async Task<LeakFinding> RunAsync(CancellationToken cancellation)
    {
        const string Method = "blind (load and rest in random order; a permutation test at 1 %)";
        List<int> loads = [];
        List<int> rests = [];
        var before = (await watch.SettleAsync(cancellation).ConfigureAwait(false)).Count;
        var length = TimeSpan.Zero;
        // The first pair warms up: the pool fills in its load.
        for (var pair = 0; pair <= pairs; pair++)
        {
            // A rest needs a load's length: the first one has to follow it.
            var isLoadFirst = pair == 0 || random.Next(2) == 0;
            foreach (var isLoad in (bool[])[isLoadFirst, !isLoadFirst])
            {
                var begun = clock.GetTimestamp();
                if (isLoad && await workload.RunAsync(cancellation).ConfigureAwait(false) is { } failure)
                {
                    return new LeakFinding(Method, LeakOutcome.Inconclusive, [], failure);
                }

                if (isLoad)
                {
                    length = clock.GetElapsedTime(begun);
                }
                else
                {
                    await Task.Delay(length, clock, cancellation).ConfigureAwait(false);
                }
                // For as long after both: on a busy server nothing settles.
                await Task.Delay(ClientWatch.LongestSettling / 4, clock, cancellation).ConfigureAwait(false);
                var after = (await watch.LookAsync(cancellation).ConfigureAwait(false)).Count;
                if (watch.IsRestarted)
                {
                    return new LeakFinding(Method, LeakOutcome.Inconclusive, [], "a server restarted meanwhile");
                }

                if (pair > 0)
                {
                    (isLoad ? loads : rests).Add(after - before);
                }

                before = after;
            }
        }

        var p = PermutationTest.P(loads, rests);
        var mean = loads.Average() - rests.Average();
        var isLeak = p <= Alpha;
        return new LeakFinding(
            Method,
            isLeak ? LeakOutcome.Leak : LeakOutcome.Clean,
            [$" loads grew by  {Join(loads)}", $" rests grew by  {Join(rests)}", string.Create(CultureInfo.InvariantCulture, $" p = {p:0.####}, a load leaves {mean:0.#} more than a rest")],
            isLeak
                ? string.Create(CultureInfo.InvariantCulture, $"the load leaves about {mean:0.#} connections behind each time")
                : "no leak shows among what others open and close; a small one may hide there, which --attribute or more --pairs would show");
    }

    private static string Join(List<int> growths) => string.Join("  ", growths.Select(static growth => growth.ToString("+0;-0;0", CultureInfo.InvariantCulture)));
}

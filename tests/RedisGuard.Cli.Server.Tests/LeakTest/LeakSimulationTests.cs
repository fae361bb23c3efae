using System.Globalization;
using System.Text;
using RedisGuard.Cli.LeakTest;

namespace RedisGuard.Cli.Server.Tests.LeakTest;

/// <summary>
/// Counts how often the blind method accuses a server without a leak, and how often it finds one: the table of docs/monitor.md,
/// printed by this test. Mann–Kendall stands beside it for what a trend test would do.
/// </summary>
public sealed class LeakSimulationTests(ITestOutputHelper output)
{
    private const int Runs = 1500;

    [Fact]
    public void BlindMethod_KeepsItsPromise_WhereATrendTestDoesNot()
    {
        StringBuilder table = new("foreign  rollout  leak   K=5 permutation  Mann-Kendall   K=8 permutation  Mann-Kendall\n");
        foreach (var (foreign, rollout, leak) in ((int, int, int)[])[(100, 0, 0), (100, 5, 0), (100, 0, 5), (100, 0, 10), (100, 0, 20), (1000, 0, 0), (1000, 0, 20), (1000, 0, 60)])
        {
            var (five, fiveTrend) = Share(5, foreign, rollout, leak);
            var (eight, eightTrend) = Share(8, foreign, rollout, leak);
            table.Append(CultureInfo.InvariantCulture, $"{foreign,7}  {rollout,7}  {leak,4}  {five,15:P1}  {fiveTrend,12:P1}  {eight,16:P1}  {eightTrend,12:P1}\n");
            if (leak == 0)
            {
                // 1 % promised; three standard errors of 1 500 runs more.
                Assert.InRange(five, 0, 0.018);
                Assert.InRange(eight, 0, 0.018);
            }

            if ((foreign, leak) is (100, 20))
            {
                Assert.InRange(five, 0.97, 1);
            }

            if ((foreign, leak) is (100, 10) or (1000, 60))
            {
                Assert.InRange(eight, 0.97, 1);
            }

            if (rollout > 0)
            {
                Assert.InRange(eightTrend, 0.5, 1);
            }
        }

        output.WriteLine(table.ToString());
    }

    private static (double Permutation, double Trend) Share(int pairs, int foreign, int rollout, int leak)
    {
        int found = 0, trends = 0;
        for (var run = 0; run < Runs; run++)
        {
            var random = new Random((pairs * 1_000_003) + (foreign * 7919) + (rollout * 104_729) + (leak * 15_485_863) + run);
            var server = new SimulatedServer(random, foreign, rollout, leak);
            List<int> loads = [], rests = [], counts = [];
            for (var pair = 0; pair < pairs; pair++)
            {
                var isLoadFirst = random.Next(2) == 0;
                foreach (var isLoad in (bool[])[isLoadFirst, !isLoadFirst])
                {
                    (isLoad ? loads : rests).Add(server.Window(isLoad));
                    if (isLoad)
                    {
                        counts.Add(server.Count);
                    }
                }
            }

            found += PermutationTest.P(loads, rests) <= BlindMethod.Alpha ? 1 : 0;
            trends += MannKendall.P(counts) <= BlindMethod.Alpha ? 1 : 0;
        }

        return ((double)found / Runs, (double)trends / Runs);
    }
}

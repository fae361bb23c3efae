using System.Diagnostics;
using System.Globalization;

namespace RedisGuard.Watch.Tests.Probes;

/// <summary>
/// Measures what the watch costs beside the bare library, in one run and in turns. A measurement, so it runs when it is asked for only:
/// <c>RedisGuard.Watch.Tests -explicit only -class '*CostTests' -showLiveOutput</c>.
/// </summary>
public sealed class CostTests(ServerFixture server, ITestOutputHelper output)
{
    private const int Pairs = 11;
    private const double MostOfAConnect = 0.10;
    private const double MostMillisecondsOfAStart = 50;

    [Theory(Explicit = true)]
    [MemberData(nameof(LibraryVersions.Three), MemberType = typeof(LibraryVersions))]
    public async Task Connect_CostsATenthMoreAtMost(string version)
    {
        List<double> later = [];
        var pairs = await InTurnsAsync(async watched =>
        {
            var (_, printed) = await Probe.RunAsync(version, "cost", "return", server, watched);
            var numbers = Array.ConvertAll(printed.Split(' '), static number => double.Parse(number, CultureInfo.InvariantCulture));
            later.Add(watched ? numbers[1] : -numbers[1]);
            return numbers[0];
        });
        var share = Median(pairs.Select(static pair => (pair.Watched / pair.Bare) - 1));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"StackExchange.Redis {version}: a connect takes {Median(pairs.Select(static pair => pair.Bare)):0} µs bare, {Median(pairs.Select(static pair => pair.Watched)):0} µs watched: {share:+0.0%;-0.0%}; the first of a process {later.Sum() / Pairs:+0;-0} ms later"));
        Assert.InRange(share, -1, MostOfAConnect);
    }

    [Fact(Explicit = true)]
    public async Task ProgramWithoutRedis_StartsFiftyMillisecondsLaterAtMost()
    {
        var pairs = await InTurnsAsync(async watched =>
        {
            var start = Stopwatch.GetTimestamp();
            await Probe.RunAsync(LibraryVersions.Newest, "none", "return", server, watched);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        var later = Median(pairs.Select(static pair => pair.Watched - pair.Bare));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a program without Redis: {Median(pairs.Select(static pair => pair.Bare)):0} ms bare, {later:+0;-0} ms watched"));
        Assert.InRange(later, -MostMillisecondsOfAStart, MostMillisecondsOfAStart);
    }

    // Who goes first changes: a machine gets slower and faster while it is measured.
    private static async Task<List<(double Bare, double Watched)>> InTurnsAsync(Func<bool, Task<double>> measure)
    {
        List<(double, double)> pairs = [];
        for (var pair = 0; pair < Pairs; pair++)
        {
            var first = await measure(pair % 2 == 0);
            var second = await measure(pair % 2 != 0);
            pairs.Add(pair % 2 == 0 ? (second, first) : (first, second));
        }

        return pairs;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 2);
}

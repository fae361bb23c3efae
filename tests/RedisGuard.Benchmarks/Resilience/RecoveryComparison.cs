using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Resilience;

/// <summary>
/// How long it takes from the moment a killed server serves again to the first command that succeeds: a pool beside a bare
/// multiplexer, through the same outage of the same server. <c>-- recovery [ROUNDS]</c>; starts a redis-server of its own.
/// </summary>
internal static class RecoveryComparison
{
    private const string Peer = "bare multiplexer";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan[] Outages = [TimeSpan.Zero, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(15)];

    public static async Task RunAsync(int rounds)
    {
        Console.WriteLine($"{"",-30}{"median s",10}{"of rounds",16}{"ratio",8}");
        foreach (var outage in Outages)
        {
            var readings = new Dictionary<string, List<double>>(StringComparer.Ordinal);
            for (var round = 0; round < rounds; round++)
            {
                foreach (var (name, seconds) in await MeasureAsync(outage).ConfigureAwait(false))
                {
                    readings.TryAdd(name, []);
                    readings[name].Add(seconds);
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kill -9, {outage.TotalSeconds} s, restart"));
            foreach (var (name, own) in readings)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {name,-28}{Median(own),10:0.000}{$"{own.Min():0.00}–{own.Max():0.00}",16}{Median(own) / Median(readings[Peer]),8:0.00}"));
            }
        }
    }

    private static async Task<(string Name, double Seconds)[]> MeasureAsync(TimeSpan outage)
    {
        var server = await RedisProcess.StartAsync().ConfigureAwait(false);
        await using var ofServer = server.ConfigureAwait(false);
        var configuration = ((IRedisServer)server).Configuration;
        await using var bare = await ConnectionMultiplexer.ConnectAsync($"{configuration},abortConnect=false").ConfigureAwait(false);

        // Nothing but the defaults, on either side.
        var pool = new RedisPool(new RedisPoolOptions { Configuration = configuration }, NullLoggerFactory.Instance);
        await using var ofPool = pool.ConfigureAwait(false);
        (string Name, Func<Task> Call)[] ways =
        [
            (Peer, () => bare.GetDatabase().PingAsync()),
            ("pool, shared", async () => await (await pool.GetDatabaseAsync().ConfigureAwait(false)).PingAsync().ConfigureAwait(false)),
            ("pool, guarded", async () => await pool.ExecuteAsync(static database => database.PingAsync()).ConfigureAwait(false)),
        ];
        await Task.WhenAll(ways.Select(static way => SucceedAsync(way.Call))).ConfigureAwait(false);

        // Callers don't stop during an outage: it is their commands that fill a backlog, and open a breaker.
        using var stop = new CancellationTokenSource();
        await server.KillAsync().ConfigureAwait(false);
        var calling = Task.WhenAll(ways.Select(way => CallAsync(way.Call, stop.Token)));
        await Task.Delay(outage).ConfigureAwait(false);
        await server.RestartAsync().ConfigureAwait(false);
        var back = TimeProvider.System.GetTimestamp();
        var readings = await Task.WhenAll(ways.Select(async way =>
        {
            await SucceedAsync(way.Call).ConfigureAwait(false);
            return (way.Name, TimeProvider.System.GetElapsedTime(back).TotalSeconds);
        })).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await calling.ConfigureAwait(false);
        return readings;
    }

    private static async Task SucceedAsync(Func<Task> call)
    {
        while (!await IsServedAsync(call).ConfigureAwait(false))
        {
            await Task.Delay(Pace).ConfigureAwait(false);
        }
    }

    private static async Task CallAsync(Func<Task> call, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await IsServedAsync(call).ConfigureAwait(false);
            await Task.Delay(Pace, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsServedAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

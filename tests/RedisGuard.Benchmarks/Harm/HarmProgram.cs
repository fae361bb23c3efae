using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Harm;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Harm;

/// <summary>
/// Puts a pool and a bare multiplexer through the same bad hours of the same server, side by side. <c>-- harm [ROUNDS [ROW]]</c>; starts
/// redis-servers and proxies of its own.
/// </summary>
internal static class HarmProgram
{
    private const int FirstCalls = 40;
    private static readonly double[] Outages = [0, 1, 3, 5, 15, 60];

    public static async Task RunAsync(int rounds, string only = "")
    {
        Console.WriteLine($"StackExchange.Redis {typeof(ConnectionMultiplexer).Assembly.GetName().Version}, {DateTime.UtcNow:yyyy-MM-dd}");
        Console.WriteLine("Seconds to the first error | answer | message; messages lost, doubled and told of, calls failed, connects");
        await FirstCallAsync().ConfigureAwait(false);
        await DisposedAsync().ConfigureAwait(false);
        foreach (var row in HarmRows.All.Where(row => row.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            Print(row.Name, await MeasureAsync(row).ConfigureAwait(false));
        }

        foreach (var outage in Outages)
        {
            var row = HarmRows.Killed(TimeSpan.FromSeconds(outage));
            if (!row.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var readings = new List<HarmReading[]>();
            for (var round = 0; round < rounds; round++)
            {
                readings.Add(await MeasureAsync(row).ConfigureAwait(false));
            }

            Print(row.Name, Median(readings));
        }
    }

    private static async Task<HarmReading[]> MeasureAsync(HarmRow row)
    {
        // Twice the library alone: what differs between them is noise.
        var hour = await Hour.StartAsync(
            row,
            static (configuration, proxy) => new BareContestant(configuration) { Proxy = proxy },
            static (configuration, proxy) => new BareContestant(configuration, "bare again") { Proxy = proxy },
            static (configuration, proxy) => new PoolContestant(configuration) { Proxy = proxy }).ConfigureAwait(false);
        await using var ofHour = hour.ConfigureAwait(false);
        return await hour.RunAsync(row).ConfigureAwait(false);
    }

    private static async Task FirstCallAsync()
    {
        // The library alone fails at once or after one or more connect timeouts, as chance has it: so many times, at once, and each asks a port of its own.
        var calls = await Task.WhenAll(Enumerable.Range(0, FirstCalls).Select(static async _ =>
        {
            var configuration = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");
            var bare = TimeAsync(async () => await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false));
            var shared = FirstAsync(configuration, static async pool => await pool.GetDatabaseAsync().ConfigureAwait(false));
            var guarded = FirstAsync(configuration, static async pool => await pool.ExecuteAsync(static database => database.PingAsync()).ConfigureAwait(false));
            return (Bare: await bare.ConfigureAwait(false), Shared: await shared.ConfigureAwait(false), Guarded: await guarded.ConfigureAwait(false));
        })).ConfigureAwait(false);
        Console.WriteLine($"server down, first call fails after (median, at most): bare {Range(calls.Select(static call => call.Bare))}, pool {Range(calls.Select(static call => call.Shared))}, guarded {Range(calls.Select(static call => call.Guarded))} s");
    }

    private static async Task<double> FirstAsync(string configuration, Func<RedisPool, Task> call)
    {
        var pool = new RedisPool(new RedisPoolOptions { Configuration = configuration, Name = "harm" }, NullLoggerFactory.Instance);
        await using var ofPool = pool.ConfigureAwait(false);
        return await TimeAsync(() => call(pool)).ConfigureAwait(false);
    }

    private static string Range(IEnumerable<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:0.0}, {sorted[^1]:0.0}");
    }

    private static async Task DisposedAsync()
    {
        var server = await RedisProcess.StartAsync().ConfigureAwait(false);
        await using var ofServer = server.ConfigureAwait(false);
        var pool = new RedisPool(new RedisPoolOptions { Configuration = ((IRedisServer)server).Configuration, Name = "harm" }, NullLoggerFactory.Instance);
        await using var ofPool = pool.ConfigureAwait(false);
        var borrowed = await pool.GetConnectionAsync().ConfigureAwait(false);
        await borrowed.DisposeAsync().ConfigureAwait(false);
        var seconds = await TimeAsync(async () => await (await pool.GetDatabaseAsync().ConfigureAwait(false)).PingAsync().ConfigureAwait(false)).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"somebody disposes the shared connection, who asks again has an answer after: bare never, pool {seconds:0.000} s"));
    }

    private static async Task<double> TimeAsync(Func<Task> call)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // How long it took is what is asked.
        }

        return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static HarmReading[] Median(List<HarmReading[]> rounds) =>
        [.. rounds[0].Select((first, index) =>
        {
            var all = rounds.ConvertAll(round => round[index]);
            return first with
            {
                FirstError = Middle(all.ConvertAll(static one => one.FirstError)),
                FirstAnswer = Middle(all.ConvertAll(static one => one.FirstAnswer)),
                FirstMessage = Middle(all.ConvertAll(static one => one.FirstMessage)),
                MessagesLost = (long)Middle(all.ConvertAll(static one => (double?)one.MessagesLost))!,
                MessagesDoubled = all.Max(static one => one.MessagesDoubled),
                CallsFailed = (long)Middle(all.ConvertAll(static one => (double?)one.CallsFailed))!,
                Told = (long)Middle(all.ConvertAll(static one => (double?)one.Told))!,
                Connects = (long?)Middle(all.ConvertAll(static one => (double?)one.Connects)),
            };
        })];

    private static double? Middle(List<double?> values)
    {
        values.Sort(static (one, other) => (one ?? double.MaxValue).CompareTo(other ?? double.MaxValue));
        return values[values.Count / 2];
    }

    private static void Print(string name, HarmReading[] readings) => Console.WriteLine($"| {name} | {string.Join(" | ", readings.Select(Cell))} |");

    private static string Cell(HarmReading one) => string.Create(
        CultureInfo.InvariantCulture,
        $"{one.Name}: {Text(one.FirstError)} · {Text(one.FirstAnswer)} · {Text(one.FirstMessage)}; {one.MessagesLost} lost{(one.MessagesDoubled > 0 ? $", {one.MessagesDoubled} doubled" : string.Empty)}, told {one.Told}; {one.CallsFailed} failed; {(one.Connects is { } connects ? $"{connects} connects" : "connects not counted")}{(one.SocketsLost is { } lost ? lost.Count == 0 ? ", sockets kept" : ", SOCKETS LOST" : string.Empty)}");

    private static string Text(double? seconds) => seconds is { } some ? some.ToString("0.00", CultureInfo.InvariantCulture) : "–";
}

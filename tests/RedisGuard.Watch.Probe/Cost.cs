using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace RedisGuard.Watch.Probe;

/// <summary>Measures what it takes to open a connection, from some way down a stack as in a real program; run with and without the watch.</summary>
internal static class Cost
{
    // Long enough for the runtime to have compiled both, the library and the watch, as well as it can.
    private const int WarmUp = 2000;
    private const int Rounds = 600;
    private const int Depth = 20;

    public static async Task PrintAsync(string configuration)
    {
        var first = await Task.Run(() => DownAsync(configuration, Depth));
        for (var call = 0; call < WarmUp; call++)
        {
            await Task.Run(() => DownAsync(configuration, Depth));
        }

        var times = new double[Rounds];
        for (var call = 0; call < Rounds; call++)
        {
            times[call] = await Task.Run(() => DownAsync(configuration, Depth)); // on a stack of its own
        }

        Array.Sort(times);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{times[Rounds / 4]:0.0} {first / 1000:0.0}"));
    }

    private static async Task<double> DownAsync(string configuration, int depth)
    {
        if (depth > 0)
        {
            return await DownAsync(configuration, depth - 1);
        }

        var start = Stopwatch.GetTimestamp();
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var taken = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        await connection.DisposeAsync();
        return taken;
    }
}

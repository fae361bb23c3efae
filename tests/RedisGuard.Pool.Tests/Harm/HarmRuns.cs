using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Harm;

/// <summary>Runs every hour at once: each has a server, a proxy and a pool of its own, and waits most of the time.</summary>
public sealed class HarmRuns
{
    private readonly Dictionary<string, Task<HarmReading>> _runs = RedisProcess.Executable is null
        ? []
        : HarmRows.All.Append(HarmRows.Killed(TimeSpan.Zero)).Append(HarmRows.Killed(TimeSpan.FromSeconds(5)))
            .ToDictionary(static row => row.Name, static row => Task.Run(() => RunAsync(row)));

    internal Task<HarmReading> Of(string row) => _runs[row];

    private static async Task<HarmReading> RunAsync(HarmRow row)
    {
        await using var hour = await Hour.StartAsync(row, static (configuration, proxy) => new PoolContestant(configuration) { Proxy = proxy });
        return Assert.Single(await hour.RunAsync(row));
    }
}

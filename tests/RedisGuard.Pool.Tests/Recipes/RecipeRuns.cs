using RedisGuard.Pool.Tests.Harm;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Recipes;

/// <summary>Puts the recipes through every hour at once.</summary>
public sealed class RecipeRuns
{
    private readonly Dictionary<string, Task> _runs = RedisProcess.Executable is null ? [] : Rows.ToDictionary(static row => row.Name, static row => Task.Run(() => RunAsync(row)));

    internal static IEnumerable<HarmRow> Rows => HarmRows.All.Append(HarmRows.Killed(TimeSpan.Zero)).Append(HarmRows.Killed(TimeSpan.FromSeconds(5)));

    internal Task Of(string row) => _runs[row];

    private static async Task RunAsync(HarmRow row)
    {
        RecipeContestant? recipes = null;
        await using var hour = await Hour.StartAsync(row, (configuration, proxy) => recipes = new RecipeContestant(configuration) { Proxy = proxy });
        await hour.RunAsync(row);
        await recipes!.ProveAsync();
    }
}

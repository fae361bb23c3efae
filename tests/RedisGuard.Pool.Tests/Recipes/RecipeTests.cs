using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Recipes;

/// <summary>
/// The distributed cache, data protection and SignalR's backplane on a pool, as docs/migrating.md wires them: the objects that the
/// application holds work again after every fault.
/// </summary>
public sealed class RecipeTests(RecipeRuns runs) : IClassFixture<RecipeRuns>
{
    public static TheoryData<string> Rows => [.. RecipeRuns.Rows.Select(static row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task CacheDataProtectionAndSignalR_OutliveTheFault(string row)
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed: the embedded server can be neither killed, stopped nor paused.");
        await runs.Of(row).WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
    }
}

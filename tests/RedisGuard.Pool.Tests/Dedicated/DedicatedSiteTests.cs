using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Tests.DependencyInjection;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Dedicated;

/// <summary>The line of a dedicated connection on the server's own list. Beside no other test: the process is asked by its environment.</summary>
[Collection(nameof(TwoHostsTests))]
public sealed class DedicatedSiteTests(RedisFixture redis) : IDisposable
{
    private readonly string _name = $"t{Guid.NewGuid():N}";

    public void Dispose() => Environment.SetEnvironmentVariable(PoolEnvironment.NameCallSitesVariable, null);

    [Fact]
    public async Task Dedicated_SaysWhereItWasOpened_WhereTheEnvironmentAsks()
    {
        Environment.SetEnvironmentVariable(PoolEnvironment.NameCallSitesVariable, "1");
        await using var connection = await RedisPool.ConnectDedicatedAsync($"{redis.Configuration},name={_name}", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => (await redis.ClientNamesAsync(_name)).Any(name =>
            name.Contains(":s=DedicatedSiteTests.cs@", StringComparison.Ordinal)
            && name.EndsWith(nameof(Dedicated_SaysWhereItWasOpened_WhereTheEnvironmentAsks), StringComparison.Ordinal)));
    }
}

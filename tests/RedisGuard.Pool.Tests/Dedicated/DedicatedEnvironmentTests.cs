using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Tests.DependencyInjection;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Dedicated;

/// <summary>Reads what the environment says of dedicated connections. Beside no other test: it is that of the process.</summary>
[Collection(nameof(TwoHostsTests))]
public sealed class DedicatedEnvironmentTests(RedisFixture redis) : IDisposable
{
    private readonly string _name = $"t{Guid.NewGuid():N}";

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(PoolEnvironment.NameCallSitesVariable, null);
        Environment.SetEnvironmentVariable(PoolEnvironment.SocketTimeoutVariable, null);
        Environment.SetEnvironmentVariable(PoolEnvironment.MaxConnectionsVariable, null);
    }

    [Fact]
    public async Task Dedicated_SaysWhereItWasOpened_WhereTheEnvironmentAsks()
    {
        Environment.SetEnvironmentVariable(PoolEnvironment.NameCallSitesVariable, "1");
        await using var connection = await RedisPool.ConnectDedicatedAsync($"{redis.Configuration},name={_name}", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => (await redis.ClientNamesAsync(_name)).Any(name =>
            name.Contains(":s=DedicatedEnvironmentTests.cs@", StringComparison.Ordinal)
            && name.EndsWith(nameof(Dedicated_SaysWhereItWasOpened_WhereTheEnvironmentAsks), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task CommandMapWithoutClient_NamesNoLine_AndLosesNoConnection()
    {
        Environment.SetEnvironmentVariable(PoolEnvironment.NameCallSitesVariable, "1");
        await using var connection = await RedisPool.ConnectDedicatedAsync($"{redis.Configuration},name={_name},$CLIENT=", TestContext.Current.CancellationToken);
        await connection.Database.PingAsync();
    }

    [Fact]
    public async Task MalformedVariable_IsTold_IfAConnectionNeedsIt()
    {
        Environment.SetEnvironmentVariable(PoolEnvironment.MaxConnectionsVariable, "many");
        await using (await RedisPool.ConnectDedicatedAsync(redis.Configuration, TestContext.Current.CancellationToken))
        {
            Environment.SetEnvironmentVariable(PoolEnvironment.SocketTimeoutVariable, "soon");
        }

        var told = await Assert.ThrowsAsync<RedisPoolConfigurationException>(() => RedisPool.ConnectDedicatedAsync(redis.Configuration, TestContext.Current.CancellationToken));
        Assert.Equal(PoolEnvironment.SocketTimeoutVariable, told.Setting);
    }
}

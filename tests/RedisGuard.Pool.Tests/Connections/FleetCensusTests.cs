using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class FleetCensusTests(RedisFixture redis)
{
    [Theory]
    [InlineData("resp2")]
    [InlineData("resp3")]
    public async Task Server_TellsHowManyClientsItHas(string protocol)
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "The embedded server tells no number of clients.");
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.Configuration},protocol={protocol}");
        var fleet = new FleetSize(rate: 200);
        Assert.Null(fleet.Spread);
        var census = new FleetCensus(connection, fleet);

        census.Look();
        census.Look();

        await Eventually.TrueAsync(() => fleet.Clients > 0);
        Assert.NotNull(fleet.Spread);
        Assert.Equal(1, census.Asked);
    }
}

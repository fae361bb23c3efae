using RedisGuard.Watch.Connections;
using RedisGuard.Watch.Sites;
using RedisGuard.Watch.Tests.Probes;
using StackExchange.Redis;

namespace RedisGuard.Watch.Tests.Connections;

/// <summary>A connection has one record, and one witness of its end.</summary>
public sealed class RegistryTests(ServerFixture server)
{
    private const int Rounds = 600;

    [Fact]
    public async Task LookThatMeetsAConnectionBeforeItsLineIsKnown_LeavesNoUnknownLine()
    {
        var registry = new Registry(TimeProvider.System);
        var site = CallSite.Unknown with { Member = "Shop.Basket.Open" };
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);

        registry.Add(connection, CallSite.Unknown, scope: null, fromTheBeginning: false);
        registry.Add(connection, site, scope: null);

        Assert.Equal(site, Assert.Single(registry.Read(static sites => sites.Select(static tally => tally.Site).ToList())));
    }

    [Fact]
    public async Task LookThatMeetsAConnectionWhileItIsAdded_AccusesNobody()
    {
        var registry = new Registry(TimeProvider.System);
        var cancellation = TestContext.Current.CancellationToken;
        var site = CallSite.Unknown with { Member = "Shop.Basket.Open" };
        List<(ConnectionMultiplexer Connection, TrackedConnection Record)> open = [];
        using var start = new Barrier(2);
        for (var round = 0; round < Rounds; round++)
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
            var look = Task.Run(
                () =>
                {
                    start.SignalAndWait(cancellation);
                    registry.Add(connection, CallSite.Unknown, scope: null, fromTheBeginning: false);
                },
                cancellation);
            var add = Task.Run(
                () =>
                {
                    start.SignalAndWait(cancellation);
                    return registry.Add(connection, site, scope: null);
                },
                cancellation);
            await look;
            open.Add((connection, await add));
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.All(open, static one => Assert.Equal(ConnectionState.Open, one.Record.State));
        Assert.Equal(Rounds, registry.Read(static sites => sites.Sum(static tally => tally.Open.Count)));
        foreach (var (connection, _) in open)
        {
            await connection.DisposeAsync();
        }
    }
}

using System.Net;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>The connection that leads to one node of several: who subscribes doesn't wait for what others wait for.</summary>
public sealed class PinnedSubscriptionRaceTests(RedisFixture redis) : IAsyncLifetime
{
    private static readonly EndPoint[] Nodes = [new DnsEndPoint("a", 1), new DnsEndPoint("b", 2)];

    private readonly FakeOpener _opener = new();
    private ConnectionMultiplexer _library = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _library = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        _opener.OnOpened = connection => (connection.Library, connection.Nodes) = (_library, Nodes);
    }

    public ValueTask DisposeAsync() => _library.DisposeAsync();

    [Fact]
    public async Task ClosingTakesLong_WhoSubscribesNextHasAnotherConnection()
    {
        var closing = new TaskCompletionSource();
        await using var pool = Pools.Fake(_opener);
        var first = await pool.SubscribeAsync(Channel(), static _ => { }, cancellationToken: Cancel);
        var left = _opener.Connections[^1];
        left.OnClose = () => closing.Task;

        await first.DisposeAsync();
        await Eventually.TrueAsync(() => pool.Subscriptions.PlainNode is null);
        await using var second = await pool.SubscribeAsync(Channel(), static _ => { }, cancellationToken: Cancel).WaitAsync(Eventually.Deadline, Cancel);

        Assert.False(left.IsClosed);
        Assert.NotNull(pool.Subscriptions.PlainNode);
        closing.SetResult();
    }

    [Fact]
    public async Task ConnectingFailsSlowly_OneWaitsForIt_AndAllShareTheConnectionThatThereIs()
    {
        var refusal = new TaskCompletionSource();
        await using var pool = Pools.Fake(_opener);
        await pool.GetConnectionAsync(Cancel);
        _opener.OnOpen = _ => refusal.Task;

        var subscribing = Enumerable.Range(0, 20).Select(_ => pool.SubscribeAsync(Channel(), static _ => { }, cancellationToken: Cancel)).ToList();
        await Eventually.TrueAsync(() => _opener.Opened == 2);
        refusal.SetException(RedisExceptions.Refused());
        var subscriptions = await Task.WhenAll(subscribing).WaitAsync(Eventually.Deadline, Cancel);

        // The shared one, and one attempt at each node.
        Assert.Equal(1 + Nodes.Length, _opener.Opened);
        Assert.Null(pool.Subscriptions.PlainNode);
        Assert.Equal(20, pool.Subscriptions.Channels.Sum());
        GC.KeepAlive(subscriptions);
    }

    private static RedisChannel Channel() => RedisChannel.Literal($"p-{Guid.NewGuid():N}");
}

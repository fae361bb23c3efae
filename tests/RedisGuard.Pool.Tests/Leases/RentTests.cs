using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

public sealed class RentTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReturnedConnection_IsRentedAgain_WarmestFirst()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener);

        var first = await pool.RentAsync(Cancel);
        var second = await pool.RentAsync(Cancel);
        await first.DisposeAsync();
        await second.DisposeAsync();
        await using var third = await pool.RentAsync(Cancel);

        Assert.Equal(2, opener.Opened);
        Assert.Equal("fake:Exclusive:2", Assert.Single(pool.GetSnapshot().Leases).ClientName);
    }

    [Fact]
    public async Task Exhausted_FailsAtTheDeadline_AndSaysWhoHoldsWhat()
    {
        var time = new FakeTimeProvider();
        var pool = Pools.Fake(new FakeOpener(), options => options.MaxConnections = 2, time);
        await using var one = await pool.RentAsync(Cancel);
        await using var other = await pool.RentAsync(Cancel);

        var waiting = pool.RentAsync(Cancel).AsTask();
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        var exhausted = await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => waiting);

        Assert.Contains("Limit 2 (MaxConnections): 2 leased; 0 waiting", exhausted.Message, StringComparison.Ordinal);
        Assert.Contains($"{nameof(RentTests)}.cs:", exhausted.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Exhausted_FailsAtTheDeadline_AndSaysWhoHoldsWhat), exhausted.Message, StringComparison.Ordinal);
        Assert.Equal(2, exhausted.Snapshot!.Leases.Count);
        Assert.Equal(RedisExhaustionCause.Load, exhausted.LikelyCause);
    }

    [Fact]
    public async Task ConnectSlowerThanTheDeadline_TimesOut_AndGoesToThePool()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        var go = new TaskCompletionSource();
        opener.OnOpen = _ => go.Task;
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1, time);

        var waiting = pool.RentAsync(Cancel).AsTask();
        time.Advance(TimeSpan.FromSeconds(6));
        var slow = await Assert.ThrowsAsync<RedisTimeoutException>(() => waiting);
        Assert.EndsWith("When it arrives, it goes to the pool.", slow.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(pool.GetSnapshot().Connections) is { State: RedisConnectionState.Connecting, Kind: RedisConnectionKind.Exclusive });
        go.SetResult();

        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Idle) == 1);
        await using var lease = await pool.RentAsync(Cancel);
        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task ConnectThatTheCallerGaveUp_GoesToThePool()
    {
        var go = new TaskCompletionSource();
        var opener = new FakeOpener { OnOpen = _ => go.Task };
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);
        using var impatience = new CancellationTokenSource();

        var renting = pool.RentAsync(impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renting);
        go.SetResult();

        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Idle) == 1);
        await using var lease = await pool.RentAsync(Cancel);
        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task CancelledWaiter_CostsNoConnectAndNoPermit()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);
        using var impatience = new CancellationTokenSource();

        var held = await pool.RentAsync(Cancel);
        var waiting = pool.RentAsync(impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await held.DisposeAsync();

        await using var again = await pool.RentAsync(Cancel);
        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task FailedConnect_FreesItsPermit()
    {
        var opener = new FakeOpener { OnOpen = static number => number == 1 ? throw new IOException("no") : Task.CompletedTask };
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);

        await Assert.ThrowsAsync<IOException>(() => pool.RentAsync(Cancel).AsTask());
        await using var lease = await pool.RentAsync(Cancel);

        Assert.Single(pool.GetSnapshot().Leases);
    }

    [Fact]
    public async Task DisposingTwice_ReturnsOnce()
    {
        await using var pool = Pools.Fake(new FakeOpener(), options => options.MaxConnections = 2);

        var lease = await pool.RentAsync(Cancel);
        await lease.DisposeAsync();
        await using var next = await pool.RentAsync(Cancel);
        await lease.DisposeAsync();
        lease.Abandon();

        Assert.Single(pool.GetSnapshot().Leases);
    }

    [Fact]
    public async Task RacingDisposes_ReturnOnce()
    {
        await using var pool = Pools.Fake(new FakeOpener(), options => options.MaxConnections = 2);
        for (var round = 0; round < 2_000; round++)
        {
            var lease = await pool.RentAsync(Cancel);
            using var start = new Barrier(2);
            await Task.WhenAll(
                Task.Run(() => { start.SignalAndWait(); lease.Dispose(); }, Cancel),
                Task.Run(() => { start.SignalAndWait(); lease.Abandon(); }, Cancel));
        }

        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Closing) == 0);
        await using var one = await pool.RentAsync(Cancel);
        await using var other = await pool.RentAsync(Cancel);
        Assert.Equal(2, pool.GetSnapshot().Leases.Count);
    }

    [Fact]
    public async Task AbandonedConnection_IsClosed_NeverReused()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);

        var lease = await pool.RentAsync(Cancel);
        lease.Abandon();
        await using var next = await pool.RentAsync(Cancel);

        Assert.True(opener.Connections[0].IsClosed);
        Assert.Equal(2, opener.Opened);
    }
}

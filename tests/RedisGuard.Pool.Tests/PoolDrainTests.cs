using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests;

public sealed class PoolDrainTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLoggers _logs = new();
    private readonly FakeOpener _opener = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiters_FailAtOnce_AndLeasesMayComeBack()
    {
        var pool = Pools.Fake(_opener, static options => options.MaxConnections = 1, _time, _logs);
        var lease = await pool.RentAsync(Cancel);
        var waiting = pool.RentAsync(Cancel).AsTask();

        var disposing = pool.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.False(disposing.IsCompleted);
        Assert.False(_opener.Connections[0].IsClosed);
        await lease.DisposeAsync();
        await disposing;

        Assert.True(_opener.Connections[0].IsClosed);
        Assert.Empty(_logs.Records);
    }

    [Fact]
    public async Task LeaseThatDoesNotComeBack_IsNamedAtTheDeadline_AndClosed()
    {
        var pool = Pools.Fake(_opener, static options => options.DrainTimeout = TimeSpan.FromSeconds(10), _time, _logs);
        var lease = await pool.RentAsync(Cancel);

        var disposing = pool.DisposeAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(disposing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await disposing;

        Assert.True(_opener.Connections[0].IsClosed);
        Assert.Contains($"({nameof(LeaseThatDoesNotComeBack_IsNamedAtTheDeadline_AndClosed)})", Assert.Single(_logs.Of(1201)).Message, StringComparison.Ordinal);
        await lease.DisposeAsync();
    }

    [Fact]
    public async Task ConnectThatArrivesAfterTheDrain_IsClosed()
    {
        var go = new TaskCompletionSource();
        _opener.OnOpen = _ => go.Task;
        var pool = Pools.Fake(_opener, static options => options.DrainTimeout = TimeSpan.Zero, logs: _logs);
        var renting = pool.RentAsync(Cancel).AsTask();

        await pool.DisposeAsync();
        go.SetResult();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => renting);
        await Eventually.TrueAsync(() => _opener.Connections.All(static connection => connection.IsClosed));
    }

    [Fact]
    public async Task ServerThatDoesNotAnswer_DoesNotHoldUpTheDrain()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; no other server here can be paused.");
        await using var server = await RedisProcess.StartAsync();
        var options = Pools.Options(options =>
        {
            options.Configuration = FormattableString.Invariant($"127.0.0.1:{server.Port},syncTimeout=600000,allowAdmin=true");
            options.DrainTimeout = TimeSpan.Zero;
        });
        var pool = new RedisPool(options, _logs, _time);
        var subscription = await pool.SubscribeAsync(RedisChannel.Literal("quiet"), static _ => { }, cancellationToken: Cancel);
        await pool.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", "600000");

        var disposing = pool.DisposeAsync().AsTask();

        // The flags come first: what waits for the frozen server holds up no refusal.
        Assert.Throws<ObjectDisposedException>(() => pool.GetDatabase());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.GetDatabaseAsync(Cancel).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.RentAsync(Cancel).AsTask());
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return disposing.IsCompleted;
        });

        await disposing;
        Assert.False(subscription.IsActive);
    }

    [Fact]
    public async Task UnsubscribeThatHangs_HoldsUpTheCloseOfItsConnectionNoLongerThanTheLibraryDoes()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; the fault is between the pool and one.");
        await using var server = await RedisProcess.StartAsync();
        var proxy = new TcpProxy(server.Port);
        var pool = new RedisPool(
            Pools.Options(options =>
            {
                options.Configuration = FormattableString.Invariant($"{proxy.Configuration},syncTimeout=600000,asyncTimeout=600000");
                options.DrainTimeout = Eventually.Deadline;
            }),
            _logs);
        await pool.SubscribeAsync(RedisChannel.Literal("quiet"), static _ => { }, cancellationToken: Cancel);
        proxy.IsBlackHole = true;

        var disposing = pool.DisposeAsync().AsTask();

        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Closing) == 1);
        await proxy.DisposeAsync();
        await disposing.WaitAsync(Eventually.Deadline, Cancel);
    }

    [Fact]
    public async Task RacingRentsAndDispose_LeaveNoConnectionOpen()
    {
        for (var round = 0; round < 300; round++)
        {
            var opener = new FakeOpener { OnOpen = static async _ => await Task.Yield() };
            var pool = Pools.Fake(opener, static options => options.MaxConnections = 3);
            var renters = Enumerable.Range(0, 6).Select(_ => Task.Run(
                async () =>
                {
                    try
                    {
                        while (true)
                        {
                            await using var lease = await pool.RentAsync(Cancel);
                        }
                    }
                    catch (ObjectDisposedException)
                    {
                    }
                },
                Cancel)).ToArray();
            await Eventually.TrueAsync(() => opener.Opened > 0);

            await pool.DisposeAsync();
            await Task.WhenAll(renters).WaitAsync(Eventually.Deadline, Cancel);

            await Eventually.TrueAsync(() => opener.Connections.All(static connection => connection.IsClosed));
        }
    }
}

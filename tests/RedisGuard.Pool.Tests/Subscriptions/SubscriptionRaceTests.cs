using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>Subscribing that fails, is given up or is overtaken: nothing of it may stay with the pool, the library or the server.</summary>
public sealed class SubscriptionRaceTests(RedisFixture redis)
{
    private const string NotInstalled = "redis-server is not installed; another server can't be stopped.";

    private readonly FakeLoggers _logs = new();
    private readonly RedisChannel _channel = RedisChannel.Literal($"c-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SubscribingThatTheServerRefuses_IsToldAndLeavesNothing()
    {
        Assert.SkipUnless(redis.Server is RedisProcess, "Garnet has no users here.");
        var user = $"u{Guid.NewGuid():N}";
        await redis.Admin.ExecuteAsync("ACL", "SETUSER", user, "on", ">secret", "+@all", "~*", "resetchannels");
        await using var pool = new RedisPool(
            Pools.Real(redis, options => options.Configuration = $"{redis.Server.Configuration},user={user},password=secret"), _logs);

        var refused = await Assert.ThrowsAnyAsync<RedisException>(() => pool.SubscribeAsync(_channel, static _ => { }, cancellationToken: Cancel));

        Assert.Contains("NOPERM", refused.Message, StringComparison.Ordinal);
        await IsWithoutAsync(pool);
        await redis.Admin.ExecuteAsync("ACL", "SETUSER", user, "allchannels");
        await ReceivesAsync(pool);
    }

    /// <summary>The connection that leads to one node of several is closed when it moves to another.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ConnectionIsClosedUnderWhoSubscribes_SubscribesOnTheNext(bool isDedicated)
    {
        await using var next = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var closed = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var library = Substitute.For<IConnectionMultiplexer>();
        library.GetSubscriber(Arg.Any<object>()).Returns(closed.GetSubscriber(), next.GetSubscriber());
        await closed.DisposeAsync();
        await using var pool = Pools.Fake(new FakeOpener { OnOpened = connection => connection.Library = library });
        var heard = new TaskCompletionSource();

        await using var subscription = await pool.SubscribeAsync(
            _channel, _ => heard.TrySetResult(), new RedisSubscriptionOptions { Dedicated = isDedicated }, Cancel);

        await next.GetSubscriber().PublishAsync(_channel, "1");
        await heard.Task.WaitAsync(Eventually.Deadline, Cancel);
    }

    [Fact]
    public async Task SubscribingThatTimesOut_IsUndoneWhenTheServerGoesOn()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        await using var server = await RedisProcess.StartAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{Address(server)},allowAdmin=true");
        await using var pool = new RedisPool(
            Pools.Real(redis, options => options.Configuration = $"{Address(server)},asyncTimeout=1000"),
            _logs);
        await pool.GetDatabase().PingAsync();

        await server.StopAsync();
        await Assert.ThrowsAsync<RedisTimeoutException>(() => pool.SubscribeAsync(_channel, static _ => { }, cancellationToken: Cancel));
        await server.ContinueAsync();

        await IsWithoutAsync(pool);
        await IsUnsubscribedAsync(admin);
    }

    [Fact]
    public async Task SubscribingGivenUpWhileTheServerIsStopped_EndsAtOnce_AndIsUndoneWhenItGoesOn()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        await using var server = await RedisProcess.StartAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{Address(server)},allowAdmin=true");
        await using var pool = new RedisPool(Pools.Real(redis, options => options.Configuration = Address(server)), _logs);
        await pool.GetDatabase().PingAsync();
        await server.StopAsync();
        using var impatient = new CancellationTokenSource();

        var first = pool.SubscribeAsync(_channel, static _ => { }, cancellationToken: impatient.Token);
        var second = pool.SubscribeAsync(_channel, static _ => { }, cancellationToken: impatient.Token);
        var patient = pool.SubscribeAsync(_channel, static _ => { }, cancellationToken: Cancel);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(patient.IsCompleted);
        await server.ContinueAsync();

        await using (var subscription = await patient)
        {
            Assert.Equal(subscription.Id, Assert.Single(pool.GetSnapshot().Subscriptions).Id);
        }

        await IsWithoutAsync(pool);
        await IsUnsubscribedAsync(admin);
    }

    [Fact]
    public async Task DisposeWhileTheServerIsStopped_DoesNotWaitForIt()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        await using var server = await RedisProcess.StartAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{Address(server)},allowAdmin=true");
        await using var pool = new RedisPool(
            Pools.Real(redis, options =>
            {
                options.Configuration = Address(server);
                options.SocketTimeout = Eventually.Deadline;
            }),
            _logs);
        var subscription = await pool.SubscribeAsync(_channel, static _ => { }, cancellationToken: Cancel);
        await server.StopAsync();

        var watch = Stopwatch.StartNew();
        await subscription.DisposeAsync();
        Assert.True(watch.Elapsed < Eventually.Deadline / 2, $"took {watch.Elapsed}");
        Assert.False(subscription.IsActive);
        await server.ContinueAsync();

        await IsWithoutAsync(pool);
        await IsUnsubscribedAsync(admin);
    }

    [Fact]
    public async Task CancelledAtAnyInstant_LeavesNothing_AndTakesNothingFromTheOthers()
    {
        const int workers = 8;
        const int cycles = 250;
        await using var pool = new RedisPool(Pools.Real(redis), _logs);
        await using var witness = await pool.SubscribeAsync(RedisChannel.Literal($"{_channel}-0"), static _ => { }, cancellationToken: Cancel);

        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(
            async () =>
            {
                for (var cycle = 0; cycle < cycles; cycle++)
                {
                    using var source = new CancellationTokenSource();
                    var subscribing = pool.SubscribeAsync(
                        RedisChannel.Literal($"{_channel}-{cycle % 3}"), static _ => { }, cancellationToken: source.Token);
                    for (var spin = 0; spin < cycle; spin++)
                    {
                        Thread.SpinWait(20);
                    }

                    await source.CancelAsync();
                    try
                    {
                        await using var subscription = await subscribing;
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }
            },
            Cancel)));

        await Eventually.TrueAsync(async () => (await ChannelsAsync(redis.Admin)).SequenceEqual([$"{_channel}-0"]));
        Assert.Equal(witness.Id, Assert.Single(pool.GetSnapshot().Subscriptions).Id);

        // The pool forgets a channel when it hears that the server has: a moment after the server.
        await Eventually.TrueAsync(() => pool.Subscriptions.Channels.Sum() == 1);
        Assert.Empty(_logs.Records);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DedicatedConnectionThatComesTooLate_IsClosed_AndItsPermitFreed(bool cancelled)
    {
        var time = new FakeTimeProvider();
        var go = new TaskCompletionSource();
        var opener = new FakeOpener { OnOpen = _ => go.Task };
        await using var pool = Pools.Fake(opener, static options => options.MaxConnections = 1, time, _logs);
        using var impatience = new CancellationTokenSource();

        var subscribing = pool.SubscribeAsync(_channel, static _ => { }, new RedisSubscriptionOptions { Dedicated = true }, impatience.Token);
        if (cancelled)
        {
            await impatience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subscribing);
        }
        else
        {
            time.Advance(TimeSpan.FromSeconds(6));
            var slow = await Assert.ThrowsAsync<RedisTimeoutException>(() => subscribing);
            Assert.EndsWith("When it arrives, it is closed.", slow.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, pool.GetSnapshot().Count(RedisConnectionState.Connecting));
        go.SetResult();

        await Eventually.TrueAsync(() => pool.GetSnapshot().Connections.Count == 0);
        Assert.True(Assert.Single(opener.Connections).IsClosed);
        await using var lease = await pool.RentAsync(Cancel);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RacingSubscribeAndDispose_LeaveNoSubscription(bool dedicated)
    {
        for (var round = 0; round < 20; round++)
        {
            var options = Pools.Real(redis);
            var pool = new RedisPool(options, _logs);
            if (round % 2 == 0)
            {
                await pool.GetConnectionAsync(Cancel);
            }

            var subscribing = Enumerable.Range(0, 8)
                .Select(_ => Task.Run(() => pool.SubscribeAsync(_channel, static _ => { }, new RedisSubscriptionOptions { Dedicated = dedicated }, Cancel)))
                .ToArray();
            Thread.SpinWait(round * 20_000);
            await pool.DisposeAsync();
            foreach (var task in subscribing)
            {
                try
                {
                    await using var subscription = await task;
                    await Eventually.TrueAsync(() => !subscription.IsActive);
                }
                catch (ObjectDisposedException)
                {
                }
            }

            Assert.Empty(pool.GetSnapshot().Subscriptions);
            await Eventually.TrueAsync(async () => (await redis.ClientNamesAsync(options.ApplicationName!)).Count == 0);
        }

        Assert.Empty(await ChannelsAsync(redis.Admin));
        Assert.Empty(_logs.Records);
    }

    [Fact]
    public async Task Race_HandlerCallNeverBegins_AfterDisposeAsyncHasReturned()
    {
        // On a clock that stands still: the second that DisposeAsync waits at most is not what ends it.
        await using var pool = new RedisPool(Pools.Real(redis), _logs, new FakeTimeProvider());
        using var isCalled = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var hasBegun = false;
        var subscription = await pool.SubscribeAsync(
            _channel,
            _ =>
            {
                isCalled.Set();
                goOn.Wait(Cancel);
                Volatile.Write(ref hasBegun, true);
            },
            cancellationToken: Cancel);
        await pool.GetDatabase().PublishAsync(_channel, "called, and not begun");
        await Eventually.TrueAsync(() => isCalled.IsSet);

        var disposing = subscription.DisposeAsync().AsTask();
        await Eventually.TrueAsync(() => pool.Subscriptions.Channels.Sum() == 0);
        Assert.False(disposing.IsCompleted);
        goOn.Set();
        await disposing.WaitAsync(Eventually.Deadline, Cancel);

        Assert.True(Volatile.Read(ref hasBegun));
    }

    private static string Address(IRedisServer server) => server.Configuration;

    private static async Task IsWithoutAsync(RedisPool pool)
    {
        Assert.Empty(pool.GetSnapshot().Subscriptions);
        await Eventually.TrueAsync(() => pool.Subscriptions.Channels.Sum() == 0);
    }

    private async Task IsUnsubscribedAsync(ConnectionMultiplexer admin) =>
        await Eventually.TrueAsync(async () => (await ChannelsAsync(admin.GetServers()[0])).Length == 0);

    private async Task<string[]> ChannelsAsync(IServer server) =>
        [.. ((string[])(await server.ExecuteAsync("PUBSUB", "CHANNELS", $"{_channel}*"))!).Order(StringComparer.Ordinal)];

    private async Task ReceivesAsync(RedisPool pool)
    {
        var received = new TaskCompletionSource();
        await using var subscription = await pool.SubscribeAsync(_channel, _ => received.TrySetResult(), cancellationToken: Cancel);
        await pool.GetDatabase().PublishAsync(_channel, "it works");
        await received.Task.WaitAsync(Eventually.Deadline, Cancel);
    }
}

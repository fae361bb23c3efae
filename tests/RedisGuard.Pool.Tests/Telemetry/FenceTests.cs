using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Telemetry;

/// <summary>Loggers, listeners and handlers that throw; those that dispose the pool are <see cref="DisposeFromWithinTests"/>.</summary>
public sealed class FenceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("db.client.connection.use_time")]
    [InlineData("db.client.connection.wait_time")]
    [InlineData("db.client.connection.create_time")]
    [InlineData("db.client.connection.timeouts")]
    public async Task ListenerThatThrows_LosesNoPermit(string instrument)
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options =>
        {
            options.MaxConnections = 3;
            options.AcquireTimeout = TimeSpan.FromMilliseconds(50);
        });
        var heard = 0;
        using var ear = Ear.Of(pool, instrument, () =>
        {
            Interlocked.Increment(ref heard);
            throw new InvalidOperationException(instrument);
        });
        for (var round = 0; round < 10; round++)
        {
            RedisLease[] leases = [await pool.RentAsync(Cancel), await pool.RentAsync(Cancel), await pool.RentAsync(Cancel)];
            await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => pool.RentAsync(Cancel).AsTask());
            Array.ForEach(leases, static lease => lease.Dispose());
        }

        Assert.True(heard > 0);
        Assert.Equal(3, opener.Opened);
        Assert.Equal((3, 0), (pool.Read().Idle, pool.Read().Used));
    }

    [Fact]
    public async Task ActivityListenerThatThrows_LosesNoConnection()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options => options.MaxConnections = 1);
        var heard = 0;
        using var ear = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == PoolInstruments.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => ActivitySamplingResult.AllData,
            ActivityStarted = span => Throw(span),
            ActivityStopped = span => Throw(span),
        };
        ActivitySource.AddActivityListener(ear);

        var first = await pool.RentAsync(Cancel);
        var second = pool.RentAsync(Cancel).AsTask();
        first.Dispose();
        (await second).Dispose();

        Assert.True(heard >= 2);
        Assert.Equal((1, 0), (pool.Read().Idle, pool.Read().Used));

        void Throw(Activity span)
        {
            if (Equals(span.GetTagItem("db.client.connection.pool.name"), pool.Name))
            {
                Interlocked.Increment(ref heard);
                throw new InvalidOperationException("listener");
            }
        }
    }

    [Fact]
    public async Task LoggerThatThrows_EvenWhenAskedWhetherItIsOn_HarmsNothing()
    {
        using var logs = new HostileLoggers();
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options => options.LongHeldThreshold = TimeSpan.FromSeconds(2), time, logs);
        using var lease = await pool.RentAsync(Cancel);

        // The look at leases that are held for long runs on a timer's thread: an exception there ends the process.
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => logs.Calls > 3);
        lease.Dispose();
        (await pool.RentAsync(Cancel)).Dispose();

        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task FactoryThatWasDisposed_IsPassedOver()
    {
        var dead = LoggerFactory.Create(static _ => { });
        dead.Dispose();

        await using var pool = Pools.Fake(new FakeOpener(), logs: dead);
        (await pool.RentAsync(Cancel)).Dispose();
    }

    [Fact]
    public async Task ClassifyThatThrows_HidesNoFault_AndTheFaultStillCounts()
    {
        var logs = new FakeLoggers();
        await using var pool = Pools.Fake(new FakeOpener(), static options =>
        {
            options.Breaker.Classify = static _ => throw new InvalidOperationException("classify");
            options.Breaker.ConsecutiveConnectionFaults = 3;
        }, logs: logs);

        for (var call = 0; call < 3; call++)
        {
            Assert.True(pool.Breaker.TryEnter(out var ticket));
            pool.Breaker.RecordFailure(ticket, Failures.Connection("gone"));
        }

        Assert.Equal(RedisCircuitState.Open, pool.Breaker.State);
        Assert.Single(logs.Of(1506));
    }

    [Fact]
    public void DedicatedConnectionsHandlerThatThrows_KeepsNoOtherFromBeingTold()
    {
        var site = new RedisCallSite("fence", 1, nameof(FenceTests));
        var told = 0;
        EventHandler<RedisLeakEventArgs> hostile = (_, told) => throw new InvalidOperationException("the first handler");
        EventHandler<RedisLeakEventArgs> after = (_, leak) => told += leak.Leak.Site == site ? 1 : 0;
        RedisDedicatedConnection.LeakDetected += hostile;
        RedisDedicatedConnection.LeakDetected += after;
        try
        {
            RedisDedicatedConnection.TellOf(new RedisLeak { Kind = RedisLeakKind.DedicatedConnection, Site = site, Count = 1 });
        }
        finally
        {
            RedisDedicatedConnection.LeakDetected -= hostile;
            RedisDedicatedConnection.LeakDetected -= after;
        }

        Assert.Equal(1, told);
    }

    [Fact]
    public void LoggersOfTheLibrary_StayBehindTheFence()
    {
        using var hostile = new HostileLoggers();
        using var library = new LibraryLoggers(hostile);
        var log = library.CreateLogger("StackExchange.Redis");

        Assert.True(log.IsEnabled(LogLevel.Information));
        Assert.Null(log.BeginScope("scope"));
        log.Log(LogLevel.Error, default, 0, null, static (_, _) => "never");

        Assert.Equal(3, hostile.Calls);
    }

    [Fact]
    public async Task CloseThatThrows_FreesTheSlot()
    {
        var opener = new FakeOpener { OnOpened = static connection => connection.OnClose = static () => throw new NotSupportedException("the library's innards") };
        await using var pool = Pools.Fake(opener, static options => options.MaxConnections = 1);
        for (var round = 0; round < 5; round++)
        {
            (await pool.RentAsync(Cancel)).Abandon();
        }

        Assert.Equal(5, opener.Opened);
    }

    [Fact]
    public async Task Closing_IsAFlagFirst_ThoughTheServerIsFrozen()
    {
        var go = new TaskCompletionSource();
        var opener = new FakeOpener { OnOpened = connection => connection.OnClose = () => go.Task };
        var logs = new FakeLoggers();
        var pool = Pools.Fake(opener, static options => options.DrainTimeout = TimeSpan.FromMilliseconds(50), logs: logs);
        await pool.GetConnectionNodeAsync();

        var closing = pool.DisposeAsync().AsTask();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.GetDatabaseAsync(Cancel).AsTask());
        Assert.Throws<ObjectDisposedException>(() => pool.GetDatabase());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.RentAsync(Cancel).AsTask());
        await closing.WaitAsync(Eventually.Deadline, Cancel);
        Assert.Contains("1 connection(s) are still being opened or closed", Assert.Single(logs.Of(1203)).Message, StringComparison.Ordinal);
        go.SetResult();
        await Eventually.TrueAsync(() => pool.Read().Used == 0);
    }
}

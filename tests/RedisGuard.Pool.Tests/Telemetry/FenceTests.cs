using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Telemetry;

/// <summary>Loggers, listeners and handlers that throw, or that dispose the pool that calls them.</summary>
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

    [Theory]
    [InlineData("db.client.connection.use_time")]
    [InlineData("db.client.connection.wait_time")]
    [InlineData("db.client.connection.create_time")]
    public async Task DisposeFromAListener_Returns(string instrument)
    {
        var pool = Pools.Fake(new FakeOpener(), static options => options.DrainTimeout = TimeSpan.FromSeconds(20));
        var disposed = new TaskCompletionSource();
        using var ear = Ear.Of(pool, instrument, () =>
        {
            pool.Dispose();
            disposed.TrySetResult();
        });

        var renting = Task.Run(async () => (await pool.RentAsync(Cancel)).Dispose(), Cancel);

        await disposed.Task.WaitAsync(Eventually.Deadline, Cancel);
        await Task.WhenAny(renting).WaitAsync(Eventually.Deadline, Cancel);
        await pool.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline, Cancel);
        Assert.Equal((0, 0), (pool.Read().Idle, pool.Read().Used));
    }

    [Fact]
    public async Task DisposeFromTheLog_Returns()
    {
        RedisPool? pool = null;
        var disposed = new TaskCompletionSource();
        using var logs = new CallingLoggers(() =>
        {
            pool?.Dispose();
            disposed.TrySetResult();
        });
        pool = Pools.Fake(new FakeOpener(), logs: logs);

        var renting = Task.Run(async () => (await pool.RentAsync(Cancel)).Dispose(), Cancel);

        await Task.WhenAny(renting).WaitAsync(Eventually.Deadline, Cancel);
        await disposed.Task.WaitAsync(Eventually.Deadline, Cancel);
        await pool.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline, Cancel);
    }

    [Fact]
    public async Task DisposeFromHealthChanged_Returns()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener { OnOpened = static connection => connection.OnPing = static () => Task.FromException<TimeSpan>(Failures.Connection("gone")) };
        var pool = Pools.Fake(opener, time: time);
        var disposed = new TaskCompletionSource();
        pool.HealthChanged += (_, _) =>
        {
            pool.Dispose();
            disposed.TrySetResult();
        };
        await pool.GetConnectionNodeAsync();

        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => disposed.Task.IsCompleted);
        await pool.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline, Cancel);
    }

    [Fact]
    public async Task DisposeFromLeakDetected_Returns()
    {
        var pool = Pools.Fake(new FakeOpener());
        var disposed = new TaskCompletionSource();
        pool.LeakDetected += (_, _) => throw new InvalidOperationException("the first handler");
        pool.LeakDetected += (_, _) =>
        {
            pool.Dispose();
            disposed.TrySetResult();
        };
        await Task.Run(async () => await pool.RentAsync(Cancel), Cancel);

        await Eventually.CollectedAsync(() => disposed.Task.IsCompleted);
        await pool.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline, Cancel);
    }

    [Fact]
    public async Task DisposeFromAHandlersOtherThread_Returns()
    {
        var pool = Pools.Fake(new FakeOpener());
        var disposed = new TaskCompletionSource();
        pool.LeakDetected += (_, _) =>
        {
            Task.Run(pool.Dispose).Wait();
            disposed.TrySetResult();
        };
        await Task.Run(async () => await pool.RentAsync(Cancel), Cancel);

        await Eventually.CollectedAsync(() => disposed.Task.IsCompleted);
    }

    [Fact]
    public async Task DisposeFromTheBreakersHandler_Returns()
    {
        var pool = Pools.Fake(new FakeOpener());
        var disposed = new TaskCompletionSource();
        pool.Breaker.StateChanged += (_, _) =>
        {
            pool.Dispose();
            disposed.TrySetResult();
        };

        await Task.Run(pool.Breaker.Isolate, Cancel).WaitAsync(Eventually.Deadline, Cancel);

        Assert.True(disposed.Task.IsCompleted);
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
    public async Task ClassifyThatDisposesThePool_Returns()
    {
        RedisPool? pool = null;
        pool = Pools.Fake(new FakeOpener(), options => options.Breaker.Classify = _ =>
        {
            pool!.Dispose();
            return RedisCircuitResult.ConnectionFault;
        });
        Assert.True(pool.Breaker.TryEnter(out var ticket));

        await Task.Run(() => pool.Breaker.RecordFailure(ticket, Failures.Connection("gone")), Cancel).WaitAsync(Eventually.Deadline, Cancel);

        await pool.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline, Cancel);
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
            RedisDedicatedConnection.TellOf(new RedisLeak(RedisLeakKind.DedicatedConnection, site, 1, null));
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

    /// <summary>Hears one instrument of one pool.</summary>
    private static class Ear
    {
        public static MeterListener Of(RedisPool pool, string name, Action heard)
        {
            var ear = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Meter.Name == PoolInstruments.Name && instrument.Name == name)
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            ear.SetMeasurementEventCallback<double>((_, _, tags, _) => Hear(tags));
            ear.SetMeasurementEventCallback<long>((_, _, tags, _) => Hear(tags));
            ear.Start();
            return ear;

            void Hear(ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                if (Equals(tags[0].Value, pool.Name))
                {
                    heard();
                }
            }
        }
    }
}

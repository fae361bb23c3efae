using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Telemetry;

/// <summary>Loggers, listeners and handlers that dispose the pool that calls them.</summary>
public sealed class DisposeFromWithinTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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

    /// <summary>The library logs while it is closed, and a log may wait for a thread of its own.</summary>
    [Fact]
    public async Task CloseFromAnotherThread_InTheMiddleOfClosing_IsHeldUpByNoLock()
    {
        RedisPool? pool = null;
        var isHeldUp = true;
        var opener = new FakeOpener
        {
            OnOpened = connection => connection.OnClose = () =>
            {
                isHeldUp = !Task.Run(() => { _ = pool!.CloseAsync().AsTask(); }, Cancel).Wait(TimeSpan.FromSeconds(5), Cancel);
                return Task.CompletedTask;
            },
        };
        pool = Pools.Fake(opener);
        (await pool.RentAsync(Cancel)).Dispose();

        await pool.CloseAsync();

        Assert.False(isHeldUp);
    }

    [Fact]
    public async Task DisposeFromTheUsersHookOnSockets_Returns()
    {
        RedisPool? pool = null;
        using var nowhere = new ClosedPort();
        var disposed = new TaskCompletionSource();
        var configuration = ConfigurationOptions.Parse(nowhere.Configuration);
        configuration.BeforeSocketConnect = (_, _, _) =>
        {
            pool!.Dispose();
            disposed.TrySetResult();
        };
        pool = new RedisPool(
            Pools.Options(options =>
            {
                options.ConfigurationOptions = configuration;
                options.DrainTimeout = Timeout.InfiniteTimeSpan;
            }),
            new FakeLoggers());

        await Assert.ThrowsAnyAsync<Exception>(() => pool.RentAsync(Cancel).AsTask());

        await disposed.Task.WaitAsync(Eventually.Deadline, Cancel);
        await pool.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline, Cancel);
    }
}

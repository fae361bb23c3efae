using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Connections;

/// <summary>Waits for a permit: they end by a grant, a deadline, a cancellation or the end of the pool, and none costs a permit.</summary>
public sealed class PermitWaitTests
{
    private const int NoLimit = int.MaxValue;
    private static readonly TimeSpan FiveSeconds = TimeSpan.FromSeconds(5);

    private readonly BusyClock _time = new();
    private readonly PermitQueue _queue = new(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void FreePermit_IsGrantedToWhoeverJoinsTheQueue_ThoughNobodyMayWait()
    {
        var waiter = _queue.Enqueue(maxWaiters: 0);

        Assert.True(waiter!.Task.IsCompletedSuccessfully);
        Assert.False(_queue.Withdraw(waiter));
        Assert.Equal(0, _queue.Available);
    }

    [Fact]
    public async Task FullQueue_IsToldAtOnce()
    {
        Assert.True(_queue.TryAcquire());
        Assert.NotNull(_queue.Enqueue(NoLimit));

        var full = await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => _queue.AcquireAsync(new Deadline(_time, FiveSeconds), 1, Diagnosis(), Cancel).AsTask());

        Assert.Contains("1 calls already wait for a connection (MaxWaiters)", full.Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (_queue.Available, _queue.Waiting));
    }

    [Fact]
    public async Task WaitThatIsOver_OrGivenUp_LeavesTheQueue()
    {
        Assert.True(_queue.TryAcquire());
        using var patience = new CancellationTokenSource();
        var timed = AcquireAsync(FiveSeconds);
        var cancelled = AcquireAsync(2 * FiveSeconds, () => patience.Token);
        var patient = AcquireAsync(2 * FiveSeconds);

        _time.Advance(FiveSeconds);
        Assert.Contains("none became free in 5.0 s", (await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => timed)).Message, StringComparison.Ordinal);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, _queue.Waiting);
        _queue.Release();
        await patient.WaitAsync(Eventually.Deadline, Cancel);

        Assert.False(_queue.TryAcquire());
        _queue.Release();
        Assert.Equal(1, _queue.Available);
    }

    [Fact]
    public async Task SharedConnection_WaitsBeforeAllOthers()
    {
        Assert.True(_queue.TryAcquire());
        var ordinary = AcquireAsync(FiveSeconds);
        var shared = _queue.AcquireAsync(new Deadline(_time, FiveSeconds), NoLimit, Diagnosis(), Cancel, first: true).AsTask();

        _queue.Release();

        await shared.WaitAsync(Eventually.Deadline, Cancel);
        Assert.False(ordinary.IsCompleted);
    }

    [Fact]
    public async Task Closing_SaysWhyTheWaitIsOver_AndADrainWaitsAllTheSame()
    {
        Assert.True(_queue.TryAcquire());
        var waiting = AcquireAsync(Timeout.InfiniteTimeSpan);

        _queue.Close();

        Assert.Contains("The pool was disposed while this call waited for a connection.", (await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting)).Message, StringComparison.Ordinal);
        Assert.Equal(0, _queue.Waiting);
        var drain = _queue.Enqueue(NoLimit, draining: true)!;
        Assert.False(drain.Task.IsCompleted);
        _queue.Release();
        await drain.Task.WaitAsync(Eventually.Deadline, Cancel);
    }

    /// <summary>A permit is granted in the moment in which its waiter gives up: the next in the queue must not pay for it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PermitOfOneThatGivesUpInTheSameMoment_GoesToTheNext(bool cancels)
    {
        // A waiter hears of its permit on another thread: as a rule too late, and the wait has ended. If not, it is tried again.
        for (var round = 1; !await GiveUpAsync(cancels); round++)
        {
            Assert.True(round < 1000, "Each waiter heard of its permit first.");
        }
    }

    private async Task<bool> GiveUpAsync(bool cancels)
    {
        var queue = new PermitQueue(1);
        Assert.True(queue.TryAcquire());
        using var patience = new CancellationTokenSource();
        var waiting = queue.AcquireAsync(new Deadline(_time, FiveSeconds), NoLimit, Diagnosis(), patience.Token).AsTask();
        var next = queue.Enqueue(NoLimit)!;
        if (cancels)
        {
            // Called first: the last that was registered.
            using var release = patience.Token.Register(queue.Release);
            await patience.CancelAsync();
        }
        else
        {
            _time.BeforeATimer = queue.Release;
            _time.Advance(FiveSeconds);
            _time.BeforeATimer = null;
        }

        var gaveUp = await Record.ExceptionAsync(() => waiting.WaitAsync(Eventually.Deadline, Cancel)) is not null;
        if (!gaveUp)
        {
            queue.Release();
        }

        await next.Task.WaitAsync(Eventually.Deadline, Cancel);
        queue.Release();
        Assert.Equal(1, queue.Available);
        return gaveUp;
    }

    private Task AcquireAsync(TimeSpan timeout, Func<CancellationToken>? cancel = null) =>
        _queue.AcquireAsync(new Deadline(_time, timeout), NoLimit, Diagnosis(), cancel?.Invoke() ?? Cancel).AsTask();

    private ExhaustionDiagnosis Diagnosis()
    {
        var options = Pools.Options();
        using var pool = Pools.Fake(new FakeOpener());
        var picture = pool.GetSnapshot();
        return new ExhaustionDiagnosis(() => picture, new PoolInstruments(options.Name!), options, _time);
    }

    /// <summary>A clock at whose every stroke something else happens first.</summary>
    private sealed class BusyClock : FakeTimeProvider
    {
        public Action? BeforeATimer { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(
            given =>
            {
                BeforeATimer?.Invoke();
                callback(given);
            },
            state,
            dueTime,
            period);
    }
}

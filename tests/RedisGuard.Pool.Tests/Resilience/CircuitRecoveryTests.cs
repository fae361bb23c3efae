using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class CircuitRecoveryTests
{
    [Fact]
    public async Task ClockThatThrowsOnce_KeepsTheCircuitFromClosingForASecondAndNotForEver()
    {
        using var logs = new FakeLoggers();
        var time = new BrokenClock();
        using var breaker = new RedisCircuitBreaker(
            static _ => Task.CompletedTask,
            new RedisCircuitBreakerOptions { ProbesToClose = 1, RampDuration = TimeSpan.Zero },
            "test",
            logs.CreateLogger("test"),
            time,
            static () => 1);

        for (var fault = 0; fault < 5; fault++)
        {
            Assert.True(breaker.TryEnter(out var ticket));
            breaker.RecordFailure(ticket, RedisExceptions.Lost());
        }

        Assert.Equal(RedisCircuitState.Open, breaker.State);
        await Eventually.TrueAsync(() => breaker.Recovery.Failures == 1);
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return breaker.State == RedisCircuitState.Closed;
        });
        Assert.Single(logs.Of(1108));
        Assert.Equal(TimeSpan.Zero, breaker.Recovery.SinceLastRun);
    }

    [Fact]
    public async Task ClockThatKeepsThrowing_IsToldOnce()
    {
        using var logs = new FakeLoggers();
        using var breaker = new RedisCircuitBreaker(
            static _ => Task.CompletedTask, new RedisCircuitBreakerOptions { ConsecutiveConnectionFaults = 1 }, "test", logs.CreateLogger("test"), new BrokenClock(2), static () => 1);
        Assert.True(breaker.TryEnter(out var ticket));
        breaker.RecordFailure(ticket, RedisExceptions.Lost());

        await Eventually.TrueAsync(() => breaker.Recovery.Failures == 2);

        var told = Assert.Single(logs.Of(1108)).Message;
        Assert.Contains("circuit breaker", told, StringComparison.Ordinal);
        Assert.Contains("test", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Snapshot_TellsTheStep_WhileThereIsSomethingToRecover()
    {
        using var circuit = new Circuit();
        Assert.Equal(new RedisLoopSnapshot { Name = "circuit breaker" }, circuit.Breaker.Recovery);

        circuit.Open();
        Assert.InRange(circuit.Breaker.Recovery.SinceLastRun, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(circuit.Breaker.RetryAfter, circuit.Breaker.Recovery.Pause);

        circuit.Close();
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (circuit.Breaker.Recovery.SinceLastRun, circuit.Breaker.Recovery.Pause));
    }

    [Fact]
    public async Task Snapshot_AgesWhileAStepLasts()
    {
        using var circuit = new Circuit();
        circuit.Open();

        await Eventually.TrueAsync(() => circuit.Breaker.Recovery.SinceLastRun > TimeSpan.Zero);
        circuit.HalfOpenNow();
        await Eventually.TrueAsync(() => circuit.Breaker.Recovery.SinceLastRun > TimeSpan.Zero);

        // Nothing to recover is no time, however long it lasts.
        circuit.Breaker.Reset();
        var reset = Environment.TickCount64;
        await Eventually.TrueAsync(() => Environment.TickCount64 > reset + 20);
        Assert.Equal(TimeSpan.Zero, circuit.Breaker.Recovery.SinceLastRun);
    }

    private sealed class BrokenClock(int broken = 1) : FakeTimeProvider
    {
        private int _timers;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Interlocked.Increment(ref _timers) <= broken ? throw new InvalidOperationException("no timer") : base.CreateTimer(callback, state, dueTime, period);
    }
}

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

    private sealed class BrokenClock : FakeTimeProvider
    {
        private int _timers;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Interlocked.Increment(ref _timers) == 1 ? throw new InvalidOperationException("no timer") : base.CreateTimer(callback, state, dueTime, period);
    }
}

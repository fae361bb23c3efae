using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>Hands that are laid on a circuit breaker, at moments at which somebody else moves it.</summary>
public sealed class CircuitHandTests
{
    [Fact]
    public void HandThatSomebodyOvertakes_HasItsWayAllTheSame()
    {
        using var logs = new FakeLoggers();
        var clock = new MeddlingClock();
        using var breaker = new RedisCircuitBreaker(static _ => Task.CompletedTask, logger: logs.CreateLogger("test"), timeProvider: clock);

        clock.MeddleOnce(breaker.Reset);
        breaker.Isolate();
        Assert.Equal(RedisCircuitState.Isolated, breaker.State);

        clock.MeddleOnce(() =>
        {
            breaker.Reset();
            breaker.Isolate();
        });
        breaker.Reset();
        Assert.Equal(RedisCircuitState.Closed, breaker.State);
    }

    [Fact]
    public void IsolatedOnceMore_IsSoSinceTheFirstTime()
    {
        using var circuit = new Circuit();
        circuit.Breaker.Isolate();
        circuit.Time.Advance(TimeSpan.FromSeconds(10));

        circuit.Breaker.Isolate();

        Assert.False(circuit.Breaker.TryEnter(out var ticket));
        Assert.Contains("was isolated by hand 10.0 s ago", circuit.Breaker.Rejection(ticket).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpeningWhereTheFlowIsSuppressedAlready_IsOpening()
    {
        using var circuit = new Circuit();
        using var noFlow = ExecutionContext.SuppressFlow();

        circuit.Open();
    }

    private sealed class MeddlingClock : FakeTimeProvider
    {
        private Action? _meddle;

        /// <summary>Does something when it is read next, before the reading is there.</summary>
        public void MeddleOnce(Action meddle) => _meddle = meddle;

        public override long GetTimestamp()
        {
            Interlocked.Exchange(ref _meddle, null)?.Invoke();
            return base.GetTimestamp();
        }
    }
}

using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class RedisCircuitBreakerTests
{
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void TooFewCalls_ProveNothing()
    {
        using var circuit = new Circuit();

        circuit.Fail(Circuit.Slow(), 19);
        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);

        circuit.Fail(Circuit.Slow());
        Assert.Equal(RedisCircuitState.Open, circuit.Breaker.State);
    }

    [Fact]
    public void HalfOfTheCallsFailing_OpensIt()
    {
        using var circuit = new Circuit();
        circuit.Succeed(15);

        circuit.Fail(Circuit.Slow(), 14);
        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);

        circuit.Fail(Circuit.Slow());
        Assert.Equal(RedisCircuitState.Open, circuit.Breaker.State);
    }

    [Fact]
    public void ManySuccesses_AreAllCounted()
    {
        using var circuit = new Circuit();
        circuit.Succeed(1000);

        circuit.Fail(Circuit.Slow(), 999);
        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);

        circuit.Fail(Circuit.Slow());
        Assert.Equal(RedisCircuitState.Open, circuit.Breaker.State);
    }

    [Fact]
    public void OldResults_CountNoMore()
    {
        using var circuit = new Circuit();
        circuit.Fail(Circuit.Slow(), 19);

        circuit.Time.Advance(circuit.Options.SamplingDuration);
        circuit.Fail(Circuit.Slow(), 19);

        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);
    }

    [Fact]
    public void YoungResults_StillCount()
    {
        using var circuit = new Circuit();
        for (var i = 0; i < 19; i++)
        {
            circuit.Fail(Circuit.Slow());
            circuit.Time.Advance(Seconds(0.45));
        }

        circuit.Fail(Circuit.Slow());

        Assert.Equal(RedisCircuitState.Open, circuit.Breaker.State);
    }

    [Fact]
    public void ConnectionFaultsInARow_OpenIt()
    {
        using var circuit = new Circuit();
        circuit.Succeed(1000);

        circuit.Fail(Circuit.Lost(), 4);
        circuit.Succeed();
        circuit.Fail(Circuit.Lost(), 2);
        circuit.Fail(Circuit.Slow());
        circuit.Fail(Circuit.Lost(), 2);
        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);

        circuit.Fail(Circuit.Lost());
        Assert.Equal(RedisCircuitState.Open, circuit.Breaker.State);
    }

    [Fact]
    public void CancellationsAndFaultsOfTheCaller_AreNeutral()
    {
        using var circuit = new Circuit();
        circuit.Fail(Circuit.Lost(), 4);

        circuit.Fail(new OperationCanceledException(), 100);
        circuit.Fail(new InvalidOperationException(), 100);
        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);

        circuit.Fail(Circuit.Lost());
        Assert.Equal(RedisCircuitState.Open, circuit.Breaker.State);
    }

    [Fact]
    public void Isolated_RejectsUntilReset()
    {
        using var circuit = new Circuit();
        circuit.Breaker.Isolate();
        circuit.Breaker.Isolate();
        circuit.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(circuit.IsAdmitted());
        Assert.Equal(Timeout.InfiniteTimeSpan, circuit.Breaker.RetryAfter);

        circuit.Breaker.Reset();

        Assert.True(circuit.IsAdmitted());
        Assert.Equal(["Closed > Isolated", "Isolated > Closed"], circuit.Changes);
    }

    [Fact]
    public void Reset_ForgetsWhatWasCounted()
    {
        using var circuit = new Circuit();
        circuit.Fail(Circuit.Lost(), 4);

        circuit.Breaker.Reset();
        circuit.Fail(Circuit.Lost(), 4);

        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);
        Assert.Empty(circuit.Changes);
    }

    [Fact]
    public void Disposed_ProbesNoMore_AndOpensNoMore()
    {
        using var open = new Circuit();
        open.Open();
        open.Breaker.Dispose();
        open.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((RedisCircuitState.Open, 0), (open.Breaker.State, open.Probes));

        using var closed = new Circuit();
        closed.Breaker.Dispose();
        closed.Fail(Circuit.Lost(), 100);
        Assert.Equal(RedisCircuitState.Closed, closed.Breaker.State);
    }

    [Fact]
    public async Task ExecuteAsync_ReturnsThrowsAndRejects()
    {
        using var breaker = new RedisCircuitBreaker(static _ => Task.CompletedTask, new RedisCircuitBreakerOptions { ConsecutiveConnectionFaults = 2 });
        Assert.Equal(42, await breaker.ExecuteAsync(static state => Task.FromResult(state * 2), 21));

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<RedisConnectionException>(
                () => breaker.ExecuteAsync(static _ => Task.FromException<int>(Circuit.Lost()), 0).AsTask());
        }

        var rejection = await Assert.ThrowsAsync<RedisCircuitOpenException>(() => breaker.ExecuteAsync(static _ => Task.FromResult(0), 0).AsTask());
        Assert.Equal(RedisCircuitState.Open, rejection.State);
        Assert.InRange(rejection.RetryAfter, TimeSpan.FromTicks(1), Seconds(5));
    }

    [Fact]
    public void AnswersWithAnError_AreServed_AndBreakARowOfFaults()
    {
        using var circuit = new Circuit();
        for (var round = 0; round < 10; round++)
        {
            circuit.Fail(Circuit.Lost(), 3);
            circuit.Fail(RedisExceptions.Answer("WRONGTYPE"), 6);
        }

        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);
    }

    [Fact]
    public async Task SuccessesThroughExecute_AreCounted()
    {
        using var circuit = new Circuit();
        for (var call = 0; call < 21; call++)
        {
            await circuit.Breaker.ExecuteAsync(static state => Task.FromResult(state), 0);
        }

        circuit.Fail(Circuit.Slow(), 20);

        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);
    }
}

using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class RedisOutcomeTests
{
    [Fact]
    public void Value_IsThere()
    {
        var outcome = new RedisOutcome<int>(42);

        Assert.Equal((true, false, 42, 42), (outcome.Succeeded, outcome.IsRejected, outcome.Value, outcome.ValueOr(7)));
        Assert.Null(outcome.Fault);
        Assert.Equal(TimeSpan.Zero, outcome.RetryAfter);
    }

    [Fact]
    public void Fault_IsThrown_OrReplaced()
    {
        var fault = RedisExceptions.Slow();
        var outcome = new RedisOutcome<int>(fault);

        Assert.Equal((false, false, 7), (outcome.Succeeded, outcome.IsRejected, outcome.ValueOr(7)));
        Assert.Same(fault, outcome.Fault);
        Assert.Same(fault, Assert.ThrowsAny<Exception>(() => outcome.Value));
        Assert.Equal(TimeSpan.Zero, outcome.RetryAfter);
    }

    [Fact]
    public void Rejection_SaysHowLongToWait()
    {
        using var circuit = new Circuit();
        circuit.Open();
        Assert.False(circuit.Breaker.TryEnter(out var ticket));
        var outcome = new RedisOutcome<int>(circuit.Breaker, ticket);

        Assert.Equal((false, true, 7), (outcome.Succeeded, outcome.IsRejected, outcome.ValueOr(7)));
        Assert.Equal(circuit.Breaker.RetryAfter, outcome.RetryAfter);
        Assert.Throws<RedisCircuitOpenException>(() => outcome.Value);
    }

    [Fact]
    public void Text_SaysHowItEnded_WithoutTheValue()
    {
        using var circuit = new Circuit();
        circuit.Open();
        Assert.False(circuit.Breaker.TryEnter(out var ticket));

        Assert.Equal("succeeded", new RedisOutcome<string>("secret").ToString());
        Assert.Equal("failed with RedisTimeoutException: slow", new RedisOutcome<string>(RedisExceptions.Slow()).ToString());
        Assert.Equal("rejected by Circuit breaker 'test', Open", new RedisOutcome<string>(circuit.Breaker, ticket).ToString());
        Assert.Equal("no outcome", default(RedisOutcome<string>).ToString());
    }
}

using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>The way back of a circuit breaker that opened: probes, longer breaks, admission that grows.</summary>
public sealed class CircuitReopeningTests
{
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void Open_Rejects_UntilTheProbesHaveSucceeded()
    {
        using var circuit = new Circuit();
        circuit.Open();
        Assert.Equal(Seconds(5), circuit.Breaker.RetryAfter);
        Assert.False(circuit.IsAdmitted());

        circuit.Time.Advance(Seconds(4));
        Assert.Equal(Seconds(1), circuit.Breaker.RetryAfter);
        Assert.Equal(0, circuit.Probes);

        circuit.Time.Advance(Seconds(1));
        Assert.Equal((RedisCircuitState.HalfOpen, 1), (circuit.Breaker.State, circuit.Probes));
        Assert.Equal(circuit.Options.ProbeTimeout, circuit.Breaker.RetryAfter);
        Assert.False(circuit.IsAdmitted());

        circuit.Time.Advance(Seconds(0.5));
        Assert.Equal((RedisCircuitState.HalfOpen, 2), (circuit.Breaker.State, circuit.Probes));

        circuit.Time.Advance(Seconds(0.5));
        Assert.Equal((RedisCircuitState.Closed, 3), (circuit.Breaker.State, circuit.Probes));
        Assert.Equal(["Closed > Open", "Open > HalfOpen", "HalfOpen > Closed"], circuit.Changes);
    }

    [Fact]
    public void FailedProbe_OpensItForTwiceAsLong_UpToTheCap()
    {
        using var circuit = new Circuit();
        circuit.OnProbe = static _ => Task.FromException(Circuit.Lost());
        circuit.Open();

        var waits = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            waits.Add(circuit.Breaker.RetryAfter.TotalSeconds);
            circuit.Time.Advance(circuit.Breaker.RetryAfter);
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], waits);
    }

    [Fact]
    public void Jitter_IsHalf_AndComesAfterTheCap()
    {
        using var circuit = new Circuit(static options => options.MaxBreakDuration = Seconds(8));
        circuit.OnProbe = static _ => Task.FromException(Circuit.Lost());
        circuit.Chance = 0;
        circuit.Open();
        Assert.Equal(Seconds(2.5), circuit.Breaker.RetryAfter);

        circuit.Time.Advance(Seconds(2.5));

        Assert.Equal(Seconds(4), circuit.Breaker.RetryAfter);
    }

    [Fact]
    public void SecondProbeThatFails_OpensIt()
    {
        using var circuit = new Circuit();
        circuit.OnProbe = _ => circuit.Probes == 2 ? Task.FromException(Circuit.Slow()) : Task.CompletedTask;
        circuit.Open();

        circuit.Time.Advance(Seconds(5));
        circuit.Time.Advance(Seconds(0.5));

        Assert.Equal((RedisCircuitState.Open, Seconds(10)), (circuit.Breaker.State, circuit.Breaker.RetryAfter));
    }

    [Fact]
    public void ServerThatAnswersAProbeWithAnError_Serves()
    {
        using var circuit = new Circuit();
        circuit.Open();
        circuit.OnProbe = static _ => Task.FromException(RedisExceptions.Answer("NOPERM no PING for you"));

        circuit.Time.Advance(Seconds(5));
        circuit.Time.Advance(Seconds(0.5));
        circuit.Time.Advance(Seconds(0.5));

        Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);
    }

    [Fact]
    public void AfterClosing_AdmissionGrows()
    {
        using var circuit = new Circuit();
        circuit.Recover();

        circuit.Chance = 0.09;
        Assert.True(circuit.IsAdmitted());
        circuit.Chance = 0.11;
        Assert.False(circuit.IsAdmitted());

        circuit.Time.Advance(Seconds(2.5));
        circuit.Chance = 0.49;
        Assert.True(circuit.IsAdmitted());
        circuit.Chance = 0.51;
        Assert.False(circuit.IsAdmitted());
        Assert.Equal(Seconds(2.5), circuit.Breaker.RetryAfter);

        circuit.Time.Advance(Seconds(2.5));
        circuit.Chance = 1;
        Assert.True(circuit.IsAdmitted());
        Assert.Equal(TimeSpan.Zero, circuit.Breaker.RetryAfter);
    }

    [Fact]
    public void WithoutARamp_AllAreAdmittedAtOnce()
    {
        using var circuit = new Circuit(static options => options.RampDuration = TimeSpan.Zero);
        circuit.Recover();

        Assert.True(circuit.IsAdmitted());
    }

    [Theory]
    [InlineData(4.9, 10)]
    [InlineData(5, 5)]
    public void OpeningAgainBeforeAllAreAdmitted_LastsLonger(double after, double seconds)
    {
        using var circuit = new Circuit();
        circuit.Recover();
        circuit.Time.Advance(Seconds(after));
        circuit.Chance = 0;
        var tickets = Enumerable.Range(0, 5).Select(_ => circuit.Enter()).ToArray();
        circuit.Chance = 1;

        Assert.All(tickets, ticket => circuit.Breaker.RecordFailure(ticket, Circuit.Lost()));

        Assert.Equal((RedisCircuitState.Open, Seconds(seconds)), (circuit.Breaker.State, circuit.Breaker.RetryAfter));
    }

    [Fact]
    public void Recovery_BelongsToNoCall()
    {
        using var circuit = new Circuit();
        var mine = new AsyncLocal<string> { Value = "the call's" };
        string? seen = "none";
        circuit.OnProbe = _ =>
        {
            seen = mine.Value;
            return Task.CompletedTask;
        };
        circuit.Open();
        mine.Value = "the clock's";

        circuit.Time.Advance(circuit.Breaker.RetryAfter);

        Assert.NotEqual("the call's", seen);
    }
}

using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>The words of a circuit breaker: what it logs, tells its handlers, and refuses.</summary>
public sealed class CircuitTellingTests
{
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void LongOutage_IsToldOnceWhenItBegins_AndOnceWhenItEnds()
    {
        using var circuit = new Circuit();
        circuit.OnProbe = static _ => Task.FromException(Circuit.Lost());
        circuit.Open();
        for (var i = 0; i < 60; i++)
        {
            circuit.Time.Advance(circuit.Breaker.RetryAfter);
        }

        circuit.Close();

        Assert.Equal(
            [
                "Circuit breaker test opened, and rejects calls: 5 connection faults came in a row, the last a RedisConnectionException (lost). It probes the server in 5.0 s, and tells when it closes.",
                "Circuit breaker test closed again after 3496.0 s and 60 failed probe(s): the probes succeeded.",
            ],
            circuit.Logs.Records.Select(static record => record.Message));
    }

    [Fact]
    public void EachChange_SaysWhy_AndIsLogged()
    {
        using var circuit = new Circuit();
        circuit.Recover();
        circuit.Breaker.Isolate();
        circuit.Breaker.Reset();

        Assert.Equal(
            ["5 connection faults came in a row, the last a RedisConnectionException (lost)", "it is time to probe the server", "the probes succeeded", "it was isolated by hand", "it was reset by hand"],
            circuit.Reasons);
        Assert.Equal([1501, 1504, 1502, 1503, 1502], circuit.Logs.All.Select(static record => record.Id.Id));
    }

    [Fact]
    public void FailedProbe_IsLogged_AndCountedAnewInTheNextOutage()
    {
        using var circuit = new Circuit();
        for (var outage = 0; outage < 2; outage++)
        {
            circuit.OnProbe = static _ => Task.FromException(Circuit.Lost());
            circuit.Open();
            circuit.Time.Advance(circuit.Breaker.RetryAfter);
            circuit.Close();
            circuit.Breaker.Reset();
        }

        Assert.Equal(2, circuit.Logs.All.Count(static record => record.Message.Contains("a probe failed with", StringComparison.Ordinal) && !record.Message.Contains("opened", StringComparison.Ordinal)));
        Assert.Equal(2, circuit.Logs.All.Count(static record => record.Message.Contains("and 1 failed probe(s)", StringComparison.Ordinal)));
    }

    [Fact]
    public void HandlerThatWasRemoved_IsNotTold()
    {
        using var circuit = new Circuit();
        var told = 0;
        EventHandler<RedisCircuitStateChangedEventArgs> handler = (_, _) => told++;
        circuit.Breaker.StateChanged += handler;
        circuit.Breaker.Isolate();
        circuit.Breaker.StateChanged -= handler;
        circuit.Breaker.Reset();

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task WithoutWhatItNeeds_ItIsRefused()
    {
        Assert.Throws<ArgumentNullException>(static () => new RedisCircuitBreaker(null!));
        Assert.Throws<ArgumentNullException>(static () => new RedisCircuitBreaker(static _ => Task.CompletedTask, name: null!));
        using var circuit = new Circuit();
        var ticket = circuit.Enter();
        Assert.Throws<ArgumentNullException>(() => circuit.Breaker.RecordFailure(ticket, null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => circuit.Breaker.ExecuteAsync<int, int>(null!, 0).AsTask());
        Assert.Equal("The circuit breaker is open.", new RedisCircuitOpenException().Message);
    }

    [Fact]
    public void Malformed_IsNamed()
    {
        (string Setting, Action<RedisCircuitBreakerOptions> Configure)[] malformed =
        [
            (nameof(RedisCircuitBreakerOptions.FailureRatio), static options => options.FailureRatio = 0),
            (nameof(RedisCircuitBreakerOptions.FailureRatio), static options => options.FailureRatio = double.NaN),
            (nameof(RedisCircuitBreakerOptions.MinimumThroughput), static options => options.MinimumThroughput = 0),
            (nameof(RedisCircuitBreakerOptions.SamplingDuration), static options => options.SamplingDuration = TimeSpan.Zero),
            (nameof(RedisCircuitBreakerOptions.ConsecutiveConnectionFaults), static options => options.ConsecutiveConnectionFaults = 0),
            (nameof(RedisCircuitBreakerOptions.BreakDuration), static options => options.BreakDuration = TimeSpan.Zero),
            (nameof(RedisCircuitBreakerOptions.MaxBreakDuration), static options => options.MaxBreakDuration = Seconds(4)),
            (nameof(RedisCircuitBreakerOptions.ProbesToClose), static options => options.ProbesToClose = 0),
            (nameof(RedisCircuitBreakerOptions.ProbeTimeout), static options => options.ProbeTimeout = Timeout.InfiniteTimeSpan),
            (nameof(RedisCircuitBreakerOptions.ProbeInterval), static options => options.ProbeInterval = Seconds(-1)),
            (nameof(RedisCircuitBreakerOptions.RampDuration), static options => options.RampDuration = TimeSpan.MaxValue),
            (nameof(RedisCircuitBreakerOptions.Classify), static options => options.Classify = null!),
        ];
        Assert.All(malformed, static one =>
        {
            var exception = Assert.Throws<RedisPoolConfigurationException>(() =>
            {
                using var circuit = new Circuit(one.Configure);
            });
            Assert.Equal(one.Setting, exception.Setting);
            Assert.Matches($"^{one.Setting} is '[^']*': expected .+\\.$", exception.Message);
        });
    }
}

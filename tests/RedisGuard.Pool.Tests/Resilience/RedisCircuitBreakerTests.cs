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


namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>Races of a circuit breaker's probes with time and with hands that are laid on it; see <see cref="CircuitRaceTests"/> for the numbers.</summary>
public sealed class CircuitProbeRaceTests
{
    public static TheoryData<Exception> ProbeFailures => new()
    {
        new InvalidOperationException("a fault of its own"),
        new OperationCanceledException("cancelled by somebody else"),
        Circuit.Lost(),
        Circuit.Slow(),
    };

    [Theory]
    [MemberData(nameof(ProbeFailures))]
    public void Polly1979_ProbeThatFailsForWhateverReason_DoesNotLeaveItHalfOpenForEver(Exception failure)
    {
        using var circuit = new Circuit();
        circuit.OnProbe = _ => Task.FromException(failure);
        circuit.Open();

        circuit.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RedisCircuitState.Open, circuit.Breaker.State);
        Assert.Equal($"a probe failed with {failure.GetType().Name} ({failure.Message})", circuit.Reasons[^1]);

        circuit.Close();
    }

    [Fact]
    public void Polly1979_ProbeThatThrowsBeforeItIsATask_DoesNotLeaveItHalfOpenForEver()
    {
        using var circuit = new Circuit();
        circuit.OnProbe = static _ => throw new InvalidOperationException();
        circuit.Open();

        circuit.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RedisCircuitState.Open, circuit.Breaker.State);

        circuit.Close();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ProbeThatHangs_HasFailed_WhetherItLooksAtItsTokenOrNot(bool looks)
    {
        using var circuit = new Circuit();
        circuit.OnProbe = stop => Task.Delay(Timeout.Infinite, looks ? stop : CancellationToken.None);
        circuit.Open();
        circuit.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RedisCircuitState.HalfOpen, circuit.Breaker.State);

        circuit.Time.Advance(circuit.Options.ProbeTimeout);

        Assert.Equal((RedisCircuitState.Open, TimeSpan.FromSeconds(10)), (circuit.Breaker.State, circuit.Breaker.RetryAfter));
        Assert.Equal("a probe failed with TimeoutException (No answer within 3 s)", circuit.Reasons[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnswerOfAProbeThatTimedOut_ChangesNothing(bool succeeds)
    {
        using var circuit = new Circuit();
        var hung = new TaskCompletionSource();
        circuit.OnProbe = _ => hung.Task;
        circuit.Open();
        circuit.Time.Advance(TimeSpan.FromSeconds(5));
        circuit.Time.Advance(circuit.Options.ProbeTimeout);
        var changes = circuit.Changes.Count;

        Complete(hung, succeeds);

        Assert.Equal((RedisCircuitState.Open, changes, 1), (circuit.Breaker.State, circuit.Changes.Count, circuit.Probes));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void AnswerOfAProbeAfterAHandWasLaidOn_ChangesNothing(bool isolate, bool succeeds)
    {
        using var circuit = new Circuit();
        var probe = new TaskCompletionSource();
        circuit.OnProbe = _ => probe.Task;
        circuit.Open();
        circuit.Time.Advance(TimeSpan.FromSeconds(5));
        Lay(circuit, isolate);
        var (state, changes) = (circuit.Breaker.State, circuit.Changes.Count);

        Complete(probe, succeeds);
        circuit.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal((state, changes, 1), (circuit.Breaker.State, circuit.Changes.Count, circuit.Probes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TimerOfAnOpenCircuitAfterAHandWasLaidOn_ChangesNothing(bool isolate)
    {
        using var circuit = new Circuit();
        circuit.Open();
        Lay(circuit, isolate);
        var (state, changes) = (circuit.Breaker.State, circuit.Changes.Count);

        circuit.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal((state, changes, 0), (circuit.Breaker.State, circuit.Changes.Count, circuit.Probes));
    }

    [Fact]
    public void TwoOutagesInOneBreak_AreProbedByOne()
    {
        using var circuit = new Circuit();
        circuit.Open();
        circuit.Time.Advance(TimeSpan.FromSeconds(4));
        circuit.Breaker.Reset();
        circuit.Open();

        circuit.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, circuit.Probes);

        circuit.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, circuit.Probes);
    }

    private static void Lay(Circuit circuit, bool isolate)
    {
        if (isolate)
        {
            circuit.Breaker.Isolate();
        }
        else
        {
            circuit.Breaker.Reset();
        }
    }

    private static void Complete(TaskCompletionSource probe, bool succeeds)
    {
        if (succeeds)
        {
            probe.SetResult();
        }
        else
        {
            probe.SetException(Circuit.Lost());
        }
    }
}

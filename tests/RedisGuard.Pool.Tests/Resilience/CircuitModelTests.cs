namespace RedisGuard.Pool.Tests.Resilience;

public sealed class CircuitModelTests(ITestOutputHelper output)
{
#if MUTATION
    private const int Runs = 80;
#else
    private const int Runs = 200;
#endif
    private const int StepsPerRun = 2_000;

    [Fact]
    public void AnyOrderOfEvents_DoesWhatTheReferenceDoes()
    {
        var first = Environment.TickCount;
        var seen = new Dictionary<string, int>();
        for (var seed = first; seed < first + Runs; seed++)
        {
            Run(seed, seen);
        }

        output.WriteLine($"{Runs * StepsPerRun} steps from seed {first}: {string.Join(", ", seen.Select(static change => $"{change.Value} {change.Key}"))}");

        // A model that never gets somewhere proves nothing about it.
        string[] everywhere =
        [
            "Closed > Open", "Open > HalfOpen", "HalfOpen > Open", "HalfOpen > Closed", "Closed > Isolated", "Open > Isolated",
            "HalfOpen > Isolated", "Isolated > Closed", "Open > Closed", "late result", "rejected by the ramp", "opened in the ramp",
        ];
        Assert.All(everywhere, what => Assert.Contains(what, seen.Keys));
    }

    private static void Run(int seed, Dictionary<string, int> seen)
    {
        var random = new Random(seed);
        using var circuit = new Circuit(static options =>
        {
            // Small numbers and a long ramp, so that chance gets everywhere.
            options.MinimumThroughput = 5;
            options.RampDuration = TimeSpan.FromSeconds(20);
        });
        var reference = new CircuitReference(circuit.Options);
        var tickets = new List<(RedisCircuitTicket Real, int Generation)>();
        var step = 0;
        try
        {
            // Runs differ in how much fails: all at half would hardly ever recover.
            var failing = random.NextDouble();
            for (; step < StepsPerRun; step++)
            {
                Step(random, failing, circuit, reference, tickets, what => seen[what] = seen.GetValueOrDefault(what) + 1);
                Compare(circuit, reference);
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}, step {step}: {e.Message}", e);
        }

        foreach (var change in reference.Changes)
        {
            seen[change] = seen.GetValueOrDefault(change) + 1;
        }
    }

    private static void Step(
        Random random,
        double failing,
        Circuit circuit,
        CircuitReference reference,
        List<(RedisCircuitTicket Real, int Generation)> tickets,
        Action<string> see)
    {
        reference.Chance = circuit.Chance = random.NextDouble();
        switch (random.Next(1000))
        {
            case < 4:
                circuit.Breaker.Isolate();
                reference.Isolate();
                break;
            case < 16:
                circuit.Breaker.Reset();
                reference.Reset();
                break;
            case < 60:
                reference.Probe = random.NextDouble() > failing ? "good" : random.Next(2) == 0 ? "bad" : "hangs";
                circuit.OnProbe = reference.Probe switch
                {
                    "good" => static _ => Task.CompletedTask,
                    "bad" => static _ => Task.FromException(Circuit.Lost()),
                    _ => static _ => new TaskCompletionSource().Task,
                };
                break;
            case < 300:
                Advance(circuit, reference, Math.Round(random.NextDouble() * random.Next(1, 6), 3));
                break;
            case < 700:
                var isAdmitted = circuit.Breaker.TryEnter(out var ticket);
                Assert.Equal(reference.Enter(), isAdmitted);
                if (isAdmitted)
                {
                    tickets.Add((ticket, reference.Generation));
                }
                else if (reference.State == RedisCircuitState.Closed)
                {
                    see("rejected by the ramp");
                }

                break;
            default:
                if (tickets.Count > 0)
                {
                    var index = random.Next(tickets.Count);
                    var (real, generation) = tickets[index];
                    tickets.RemoveAt(index);
                    Report(random, failing, circuit, reference, real, generation, see);
                }

                break;
        }
    }

    private static void Report(
        Random random, double failing, Circuit circuit, CircuitReference reference, RedisCircuitTicket real, int generation, Action<string> see)
    {
        var isRamp = reference.State == RedisCircuitState.Closed && reference.RetryAfter > 0;
        if (generation != reference.Generation)
        {
            see("late result");
        }

        if (random.NextDouble() > failing)
        {
            circuit.Breaker.RecordSuccess(real);
            reference.Report(generation, RedisCircuitResult.Success);
        }
        else
        {
            var (exception, result) = random.Next(3) switch
            {
                0 => ((Exception)Circuit.Lost(), RedisCircuitResult.ConnectionFault),
                1 => (Circuit.Slow(), RedisCircuitResult.Failure),
                _ => (new OperationCanceledException(), RedisCircuitResult.Neutral),
            };
            circuit.Breaker.RecordFailure(real, exception);
            reference.Report(generation, result);
        }

        if (isRamp && reference.State == RedisCircuitState.Open)
        {
            see("opened in the ramp");
        }
    }

    // In steps that end where something is due: the clock of the tests fires a timer late otherwise, as a busy machine does.
    private static void Advance(Circuit circuit, CircuitReference reference, double seconds)
    {
        var end = reference.Now + seconds;
        while (reference.Now < end)
        {
            var to = reference.Due is { } due && due < end ? due : end;
            circuit.Time.Advance(TimeSpan.FromMilliseconds(Math.Round((to - reference.Now) * 1000)));
            reference.Advance(to);
        }
    }

    private static void Compare(Circuit circuit, CircuitReference reference)
    {
        Assert.Equal(reference.State, circuit.Breaker.State);
        Assert.Equal(reference.Changes.Count, circuit.Changes.Count);
        if (reference.Changes.Count > 0)
        {
            Assert.Equal(reference.Changes[^1], circuit.Changes[^1]);
        }

        var retryAfter = circuit.Breaker.RetryAfter;
        Assert.Equal(reference.RetryAfter, retryAfter == Timeout.InfiniteTimeSpan ? -1 : retryAfter.TotalSeconds, 3);
    }
}

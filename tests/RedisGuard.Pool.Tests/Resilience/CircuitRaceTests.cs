using System.Collections.Concurrent;

namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>
/// The races that other circuit breakers had, by the numbers of their issues: Polly's 217 to 219 (results that overhang into
/// a later state) and 1979 (a probe that leaves it half-open for ever, cured by pull request 1991), lettuce's 3543 (the same
/// with generations).
/// </summary>
public sealed class CircuitRaceTests
{
    /// <summary>Each result that may overhang, and each state that it may overhang into.</summary>
    public static TheoryData<string, RedisCircuitState> Overhanging
    {
        get
        {
            var all = new TheoryData<string, RedisCircuitState>();
            foreach (var result in (string[])["success", "fault", "timeout", "cancellation"])
            {
                foreach (var state in Enum.GetValues<RedisCircuitState>())
                {
                    all.Add(result, state);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Overhanging))]
    public void Polly217And218_ResultOfAnEarlierState_ChangesNothing(string result, RedisCircuitState state)
    {
        using var circuit = new Circuit();
        var late = Enumerable.Range(0, 100).Select(_ => circuit.Enter()).ToArray();
        Enter(circuit, state);
        var (changes, retryAfter) = (circuit.Changes.Count, circuit.Breaker.RetryAfter);

        Assert.All(late, ticket => Report(circuit, ticket, result));

        Assert.Equal((state, changes, retryAfter), (circuit.Breaker.State, circuit.Changes.Count, circuit.Breaker.RetryAfter));
        if (state == RedisCircuitState.Closed)
        {
            // Nor is it counted there: neither towards opening, nor as a success in between.
            circuit.Breaker.Reset();
            var tickets = Enumerable.Range(0, 4).Select(_ => circuit.Enter()).ToArray();
            Assert.All(tickets, ticket => circuit.Breaker.RecordFailure(ticket, Circuit.Lost()));
            Assert.All(late, ticket => Report(circuit, ticket, result));
            Assert.Equal(RedisCircuitState.Closed, circuit.Breaker.State);
            circuit.Fail(Circuit.Lost());
            Assert.Equal(RedisCircuitState.Open, circuit.Breaker.State);
        }
    }

    [Fact]
    public async Task Polly219_ManyFailuresAtOnce_OpenItOnce()
    {
        const int calls = 64;
        var probes = 0;
        var changes = new ConcurrentQueue<RedisCircuitState>();
        using var breaker = new RedisCircuitBreaker(
            _ =>
            {
                Interlocked.Increment(ref probes);
                return Task.CompletedTask;
            },
            new RedisCircuitBreakerOptions { BreakDuration = TimeSpan.FromHours(1), MaxBreakDuration = TimeSpan.FromHours(1) });
        breaker.StateChanged += (_, change) => changes.Enqueue(change.Current);
        using var together = new Barrier(calls);

        await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => Task.Factory.StartNew(
            () =>
            {
                Assert.True(breaker.TryEnter(out var ticket));
                together.SignalAndWait();
                breaker.RecordFailure(ticket, Circuit.Lost());
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal([RedisCircuitState.Open], changes);
        Assert.Equal(0, probes);
    }

    [Fact]
    public void HandlerThatChangesTheState_IsToldOfItAfterwards()
    {
        using var circuit = new Circuit();
        var told = new List<string>();
        circuit.Breaker.StateChanged += (_, change) =>
        {
            if (change.Current == RedisCircuitState.Open)
            {
                circuit.Breaker.Isolate();
            }

            told.Add($"{change.Previous} > {change.Current}");
        };

        circuit.Fail(Circuit.Lost(), 5);

        Assert.Equal(["Closed > Open", "Open > Isolated"], told);
        Assert.Equal(told, circuit.Changes);
    }

    [Fact]
    public void HandlerThatThrows_KeepsNothingFromTheOthersAndTheCaller()
    {
        using var circuit = new Circuit();
        circuit.Breaker.StateChanged += static (_, _) => throw new InvalidOperationException("handler");
        var told = 0;
        circuit.Breaker.StateChanged += (_, _) => told++;

        circuit.Recover();

        Assert.Equal(3, told);
        Assert.Equal(3, circuit.Logs.Of(1509).Count());
    }

    /// <summary>A handler under a lock would deadlock here: it waits for another thread that needs the breaker.</summary>
    [Fact]
    public void HandlerThatWaitsForAnotherThread_HoldsNoLock()
    {
        using var circuit = new Circuit();
        var states = new List<RedisCircuitState>();
        circuit.Breaker.StateChanged += (_, change) =>
        {
            if (change.Current != RedisCircuitState.Open)
            {
                return;
            }

            var other = Task.Run(() =>
            {
                circuit.Breaker.Reset();
                return circuit.Breaker.State;
            });
            states.Add(other.Wait(Servers.Eventually.Deadline) ? other.Result : RedisCircuitState.Isolated);
        };

        circuit.Fail(Circuit.Lost(), 5);

        Assert.Equal([RedisCircuitState.Closed], states);
    }

    [Fact]
    public async Task AnythingAtOnce_IsToldInOrder_AndEndsWhereItWasTold()
    {
        const int workers = 8;
        const int rounds = 3000;
        var changes = new ConcurrentQueue<RedisCircuitStateChangedEventArgs>();
        using var breaker = new RedisCircuitBreaker(
            static _ => Random.Shared.Next(2) == 0 ? Task.CompletedTask : Task.FromException(Circuit.Lost()),
            new RedisCircuitBreakerOptions
            {
                BreakDuration = TimeSpan.FromTicks(1),
                MaxBreakDuration = TimeSpan.FromTicks(1),
                ProbeInterval = TimeSpan.Zero,
                RampDuration = TimeSpan.FromTicks(1),
            },
            logger: Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        breaker.StateChanged += (_, change) => changes.Enqueue(change);

        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() =>
        {
            var random = new Random(worker);
            var tickets = new Queue<RedisCircuitTicket>();
            for (var round = 0; round < rounds; round++)
            {
                switch (random.Next(100))
                {
                    case 0:
                        breaker.Isolate();
                        break;
                    case < 3:
                        breaker.Reset();
                        break;
                    case < 60:
                        breaker.TryEnter(out var ticket);
                        tickets.Enqueue(ticket);
                        break;
                    default:
                        if (tickets.TryDequeue(out var late))
                        {
                            breaker.RecordFailure(late, Circuit.Lost());
                        }

                        break;
                }
            }
        })));
        breaker.Reset();
        await Servers.Eventually.TrueAsync(() => changes.Last().Current == RedisCircuitState.Closed && breaker.State == RedisCircuitState.Closed);

        var state = RedisCircuitState.Closed;
        Assert.All(changes, change =>
        {
            Assert.Equal(state, change.Previous);
            Assert.NotEqual(state, change.Current);
            state = change.Current;
        });
        Assert.Contains(changes, static change => change.Current == RedisCircuitState.Open);
    }

    private static void Enter(Circuit circuit, RedisCircuitState state)
    {
        switch (state)
        {
            case RedisCircuitState.Open:
                circuit.Open();
                break;
            case RedisCircuitState.HalfOpen:
                circuit.HalfOpen();
                break;
            case RedisCircuitState.Isolated:
                circuit.Breaker.Isolate();
                break;
            default:
                circuit.Recover();
                break;
        }
    }

    private static void Report(Circuit circuit, RedisCircuitTicket ticket, string result)
    {
        switch (result)
        {
            case "success":
                circuit.Breaker.RecordSuccess(ticket);
                break;
            case "fault":
                circuit.Breaker.RecordFailure(ticket, Circuit.Lost());
                break;
            case "timeout":
                circuit.Breaker.RecordFailure(ticket, Circuit.Slow());
                break;
            default:
                circuit.Breaker.RecordFailure(ticket, new OperationCanceledException());
                break;
        }
    }
}

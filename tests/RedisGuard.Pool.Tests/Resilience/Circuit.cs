using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>
/// A circuit breaker without a server, a clock or chance. Everything happens on the thread of the test, when the test causes
/// it.
/// </summary>
internal sealed class Circuit : IDisposable
{
    private readonly SynchronizationContext? _context = SynchronizationContext.Current;

    public Circuit(Action<RedisCircuitBreakerOptions>? configure = null)
    {
        // The test's own context would queue continuations instead of running them where they are caused.
        SynchronizationContext.SetSynchronizationContext(null);
        configure?.Invoke(Options);
        Breaker = new RedisCircuitBreaker(AskAsync, Options, "test", Logs.CreateLogger("test"), Time, () => Chance);
        Breaker.StateChanged += (_, change) =>
        {
            Changes.Add($"{change.Previous} > {change.Current}");
            Reasons.Add(change.Reason);
        };
    }

    public RedisCircuitBreakerOptions Options { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public FakeLoggers Logs { get; } = new();

    public RedisCircuitBreaker Breaker { get; }

    public List<string> Changes { get; } = [];

    public List<string> Reasons { get; } = [];

    /// <summary>What is drawn wherever something is left to chance. 1 makes waits as long as they get.</summary>
    public double Chance { get; set; } = 1;

    public Func<CancellationToken, Task> OnProbe { get; set; } = static _ => Task.CompletedTask;

    public int Probes { get; private set; }

    public static RedisConnectionException Lost() => RedisExceptions.Lost();

    public static RedisTimeoutException Slow() => RedisExceptions.Slow();

    public RedisCircuitTicket Enter()
    {
        Assert.True(Breaker.TryEnter(out var ticket), $"rejected while {Breaker.State}");
        return ticket;
    }

    public void Succeed(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Breaker.RecordSuccess(Enter());
        }
    }

    public void Fail(Exception exception, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Breaker.RecordFailure(Enter(), exception);
        }
    }

    public void Open()
    {
        Fail(Lost(), Options.ConsecutiveConnectionFaults);
        Assert.Equal(RedisCircuitState.Open, Breaker.State);
    }

    public void HalfOpen()
    {
        Open();
        HalfOpenNow();
    }

    /// <summary>Lets it probe, without an answer.</summary>
    public void HalfOpenNow()
    {
        OnProbe = static stop => Task.Delay(Timeout.Infinite, stop);
        Time.Advance(Breaker.RetryAfter);
        Assert.Equal(RedisCircuitState.HalfOpen, Breaker.State);
    }

    /// <summary>Opens it and lets it close; admission grows from now on.</summary>
    public void Recover()
    {
        Open();
        Close();
    }

    public void Close()
    {
        OnProbe = static _ => Task.CompletedTask;
        Time.Advance(Breaker.RetryAfter);
        for (var probe = 1; probe < Options.ProbesToClose; probe++)
        {
            Assert.Equal(RedisCircuitState.HalfOpen, Breaker.State);
            Time.Advance(Options.ProbeInterval);
        }

        Assert.Equal(RedisCircuitState.Closed, Breaker.State);
    }

    public bool IsAdmitted() => Breaker.TryEnter(out _);

    private Task AskAsync(CancellationToken stop)
    {
        Probes++;
        return OnProbe(stop);
    }

    public void Dispose()
    {
        Breaker.Dispose();
        Logs.Dispose();
        SynchronizationContext.SetSynchronizationContext(_context);
    }
}

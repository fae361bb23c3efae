using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RedisGuard.Pool.Telemetry;

/// <summary>
/// Every instrument of the pool. The names of <c>db.client.connection.*</c> are OpenTelemetry's
/// (semantic conventions, «database client metrics»); what they have no name for is under <c>redisguard.*</c>.
/// </summary>
internal sealed class PoolInstruments(string pool)
{
    public const string Name = "RedisGuard.Pool";

    private const string PoolName = "db.client.connection.pool.name";
    private const string State = "db.client.connection.state";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Activities = new(Name);

    private static readonly Counter<long> Timeouts =
        Meter.CreateCounter<long>("db.client.connection.timeouts", "{timeout}", "Calls that got no connection in time.");

    private static readonly Histogram<double> CreateTime =
        Meter.CreateHistogram<double>("db.client.connection.create_time", "s", "How long it took to open a connection.");

    private static readonly Histogram<double> WaitTime =
        Meter.CreateHistogram<double>("db.client.connection.wait_time", "s", "How long it took to rent a connection.");

    private static readonly Histogram<double> UseTime =
        Meter.CreateHistogram<double>("db.client.connection.use_time", "s", "How long a connection was rented.");

    private static readonly Counter<long> Leaks =
        Meter.CreateCounter<long>("redisguard.leaks", "{leak}", "What was collected without having been released.");

    private static readonly Counter<long> Reconnects =
        Meter.CreateCounter<long>("redisguard.reconnect.attempts", "{attempt}", "Attempts of lost connections to come back.");

    private static readonly Counter<long> Rejections =
        Meter.CreateCounter<long>("redisguard.breaker.rejections", "{call}", "Guarded calls that the circuit breaker rejected.");

    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("redisguard.retries", "{retry}", "Guarded calls that were tried again.");

    private static readonly Counter<long> MessagesDropped =
        Meter.CreateCounter<long>("redisguard.subscription.messages.dropped", "{message}", "Messages dropped because the queue was full.");

    private static readonly Counter<long> HandlerFailures =
        Meter.CreateCounter<long>("redisguard.subscription.handler.failures", "{failure}", "Handlers that threw.");

    private static readonly Counter<long> Gaps =
        Meter.CreateCounter<long>("redisguard.subscription.gaps", "{gap}", "Interruptions in which a subscription may have missed messages.");

    private static readonly Counter<long> Healings =
        Meter.CreateCounter<long>("redisguard.connection.healings", "{socket}", "Dead sockets that the pool closed, so that the connection came back.");

    private readonly KeyValuePair<string, object?> _pool = new(PoolName, pool);

    // Observed, not counted: all of these are readings of one state, and so they can't contradict each other.
    static PoolInstruments()
    {
        Meter.CreateObservableUpDownCounter("db.client.connection.count", ByState, "{connection}", "Connections, by state.");
        Meter.CreateObservableUpDownCounter("db.client.connection.max", () => Each(static now => now.MaxConnections), "{connection}", "The hard limit.");
        Meter.CreateObservableUpDownCounter("db.client.connection.idle.max", () => Each(static now => now.MaxConnections), "{connection}", "How many may be idle.");
        Meter.CreateObservableUpDownCounter("db.client.connection.idle.min", () => Each(static _ => 0), "{connection}", "How many are kept idle.");
        Meter.CreateObservableUpDownCounter("db.client.connection.pending_requests", () => Each(static now => now.Waiting), "{request}", "Calls that wait for a connection.");
        Meter.CreateObservableUpDownCounter("redisguard.health", ByHealth, "{pool}", "1 for the state of health that the pool is in, 0 for the others.");
        Meter.CreateObservableUpDownCounter("redisguard.breaker", ByBreaker, "{pool}", "1 for the state that the circuit breaker is in, 0 for the others.");
        Meter.CreateObservableUpDownCounter("redisguard.subscription.count", () => Each(static now => now.Subscriptions.Count), "{subscription}", "Subscriptions.");
    }

    /// <summary>A span for work that a caller waits for; <see langword="null"/> when nobody listens.</summary>
    public Activity? Start(string operation) => Activities.StartActivity(operation, ActivityKind.Client)?.SetTag(PoolName, pool);

    public void TimedOut() => Timeouts.Add(1, _pool);

    public void Created(TimeSpan time) => CreateTime.Record(time.TotalSeconds, _pool);

    public void Waited(TimeSpan time) => WaitTime.Record(time.TotalSeconds, _pool);

    public void Rented()
    {
        if (WaitTime.Enabled)
        {
            WaitTime.Record(0, _pool);
        }
    }

    /// <summary>Reads the clock only if somebody wants to know.</summary>
    public void Used(TimeProvider time, long rentedAt)
    {
        if (UseTime.Enabled)
        {
            UseTime.Record(time.GetElapsedTime(rentedAt).TotalSeconds, _pool);
        }
    }

    public void Leaked(RedisLeakKind kind, in RedisCallSite site, long count) =>
        Leaks.Add(
            count,
            _pool,
            new("redisguard.leak.kind", kind.ToString()),
            new("code.file.path", site.FilePath),
            new("code.line.number", site.Line),
            new("code.function.name", site.Member));

    public void Rejected() => Rejections.Add(1, _pool);

    public void Retried() => Retries.Add(1, _pool);

    public void Reconnecting() => Reconnects.Add(1, _pool);

    public void MessageDropped() => MessagesDropped.Add(1, _pool);

    public void HandlerFailed() => HandlerFailures.Add(1, _pool);

    public void SubscriptionGap(RedisGapCause cause) => Gaps.Add(1, _pool, new("redisguard.subscription.gap.cause", Word(cause)));

    public void Healed() => Healings.Add(1, _pool);

    private static string Word(RedisGapCause cause) => cause switch
    {
        RedisGapCause.Reopened => "reopened",
        RedisGapCause.Moved => "moved",
        _ => "reconnected",
    };

    private static string Word(RedisHealth health) => health switch
    {
        RedisHealth.Healthy => "healthy",
        RedisHealth.Degraded => "degraded",
        RedisHealth.Unhealthy => "unhealthy",
        _ => "unknown",
    };

    private static IEnumerable<Measurement<int>> ByHealth()
    {
        foreach (var now in PoolRegistry.Snapshots())
        {
            foreach (var health in Enum.GetValues<RedisHealth>())
            {
                yield return new Measurement<int>(
                    now.Health.State == health ? 1 : 0, new(PoolName, now.Name), new("redisguard.health.state", Word(health)));
            }
        }
    }

    private static IEnumerable<Measurement<int>> ByBreaker()
    {
        foreach (var now in PoolRegistry.Snapshots())
        {
            foreach (var state in Enum.GetValues<CircuitState>())
            {
                yield return new Measurement<int>(
                    now.Breaker == state ? 1 : 0, new(PoolName, now.Name), new("redisguard.breaker.state", Word(state)));
            }
        }
    }

    private static string Word(CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Open => "open",
        CircuitState.HalfOpen => "half_open",
        _ => "isolated",
    };

    private static IEnumerable<Measurement<int>> Each(Func<RedisPoolSnapshot, int> reading) =>
        PoolRegistry.Snapshots().Select(now => new Measurement<int>(reading(now), new KeyValuePair<string, object?>(PoolName, now.Name)));

    // The convention knows two states. What is being opened, reset or closed can't be had by anybody else: it is used.
    private static IEnumerable<Measurement<int>> ByState()
    {
        foreach (var now in PoolRegistry.Snapshots())
        {
            var idle = now.Count(RedisConnectionState.Idle);
            yield return new Measurement<int>(idle, new(PoolName, now.Name), new(State, "idle"));
            yield return new Measurement<int>(now.Connections.Count - idle, new(PoolName, now.Name), new(State, "used"));
        }
    }
}

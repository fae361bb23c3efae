using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RedisGuard.Pool.Telemetry;

/// <summary>
/// Every instrument of the pool. The names of <c>db.client.connection.*</c> are OpenTelemetry's
/// (semantic conventions, «database client metrics»); what they have no name for is under <c>redisguard.*</c>.
/// </summary>
/// <remarks>Listeners are somebody else's code: each measurement goes through the <see cref="Fence"/>, and after what it tells of.</remarks>
internal sealed class PoolInstruments
{
    public const string Name = "RedisGuard.Pool";

    private const string PoolName = "db.client.connection.pool.name";
    private const string State = "db.client.connection.state";

#if NET9_0_OR_GREATER
    // From a rent of a warm connection to a server on another continent that is slow; the default buckets begin at 5 ms and
    // end at 10 000: made for milliseconds, they would put all into one.
    private static readonly double[] Seconds = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
#endif
    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Activities = new(Name);

    private static readonly Counter<long>? Timeouts = Counter("db.client.connection.timeouts", "{timeout}", "Calls that got no connection in time.");
    private static readonly Histogram<double>? CreateTime = Histogram("db.client.connection.create_time", "How long it took to open a connection.");
    private static readonly Histogram<double>? WaitTime = Histogram("db.client.connection.wait_time", "How long it took to rent a connection.");
    private static readonly Histogram<double>? UseTime = Histogram("db.client.connection.use_time", "How long a connection was rented.");
    private static readonly Counter<long>? Leaks = Counter("redisguard.leaks", "{leak}", "What was collected without having been released.");
    private static readonly Counter<long>? Reconnects = Counter("redisguard.reconnect.attempts", "{attempt}", "Attempts of lost connections to come back.");
    private static readonly Counter<long>? Rejections = Counter("redisguard.breaker.rejections", "{call}", "Guarded calls that the circuit breaker rejected.");
    private static readonly Counter<long>? Retries = Counter("redisguard.retries", "{retry}", "Guarded calls that were tried again.");
    private static readonly Counter<long>? MessagesDropped = Counter("redisguard.subscription.messages.dropped", "{message}", "Messages dropped because the queue was full.");
    private static readonly Counter<long>? HandlerFailures = Counter("redisguard.subscription.handler.failures", "{failure}", "Handlers that threw.");
    private static readonly Counter<long>? Gaps = Counter("redisguard.subscription.gaps", "{gap}", "Interruptions in which a subscription may have missed messages.");
    private static readonly Counter<long>? Renewals = Counter("redisguard.lease.renewals", "{connection}", "Connections of leases that could not be used again, and were opened anew.");
    private static readonly Counter<long>? Healings = Counter("redisguard.connection.healings", "{socket}", "Dead sockets that the pool closed, so that the connection came back.");

    private readonly KeyValuePair<string, object?>[] _tags;

    // Observed, not counted: all of these are readings of one state, and so they can't contradict each other.
    static PoolInstruments()
    {
        Observe("db.client.connection.count", ByState, "{connection}", "Connections, by state.");
        Observe("db.client.connection.max", () => Each(static now => now.MaxConnections), "{connection}", "The hard limit.");
        Observe("db.client.connection.idle.max", () => Each(static now => now.MaxConnections), "{connection}", "How many may be idle.");
        Observe("db.client.connection.idle.min", () => Each(static _ => 0), "{connection}", "How many are kept idle.");
        Observe("db.client.connection.pending_requests", () => Each(static now => now.Waiting), "{request}", "Calls that wait for a connection.");
        Observe("redisguard.health", ByHealth, "{pool}", "1 for the state of health that the pool is in, 0 for the others.");
        Observe("redisguard.breaker", ByBreaker, "{pool}", "1 for the state that the circuit breaker is in, 0 for the others.");
        Observe("redisguard.subscription.count", () => Each(static now => now.Subscriptions), "{subscription}", "Subscriptions.");
    }

    /// <param name="pool">Its name, unique in the process.</param>
    /// <param name="address">Where it leads.</param>
    /// <param name="port">Of that address; <see langword="null"/> for what has none.</param>
    public PoolInstruments(string pool, string? address = null, int? port = null)
    {
        List<KeyValuePair<string, object?>> tags = [new(PoolName, pool)];
        if (address is not null)
        {
            tags.Add(new("server.address", address));
        }

        if (port is { } number)
        {
            tags.Add(new("server.port", number));
        }

        _tags = [.. tags];
    }

    /// <summary>The name of the pool and where it leads, as they are on every measurement.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Tags => _tags;

    /// <summary>A span for work that a caller waits for; of nothing when nobody listens.</summary>
    public PoolSpan Start(string operation) => new(Activities.HasListeners()
        ? Fence.Ask(static call => Activities.StartActivity(call.operation, ActivityKind.Client, default(ActivityContext), call._tags), (operation, _tags), null)
        : null);

    public void TimedOut() => Add(Timeouts, 1, _tags);

    public void Created(TimeSpan time) => Record(CreateTime, time.TotalSeconds, _tags);

    public void Waited(TimeSpan time) => Record(WaitTime, time.TotalSeconds, _tags);

    /// <summary>A rent that waited for nothing.</summary>
    public void Rented() => Record(WaitTime, 0, _tags);

    /// <summary>How long a connection was rented, in ticks of the pool's clock; 0 when nobody wants to know.</summary>
    public static TimeSpan ReadUse(TimeProvider time, long rentedAt) => UseTime is { Enabled: true } ? time.GetElapsedTime(rentedAt) : default;

    public void Used(TimeSpan time) => Record(UseTime, time.TotalSeconds, _tags);

    public void Leaked(RedisLeakKind kind, in RedisCallSite site, long count) =>
        Add(
            Leaks,
            count,
            [
                .. _tags,
                new("redisguard.leak.kind", kind.ToString()),
                new("code.file.path", site.FilePath),
                new("code.line.number", site.Line),
                new("code.function.name", site.Member),
            ]);

    public void Rejected() => Add(Rejections, 1, _tags);

    public void Retried() => Add(Retries, 1, _tags);

    public void Reconnecting() => Add(Reconnects, 1, _tags);

    public void MessageDropped() => Add(MessagesDropped, 1, _tags);

    public void HandlerFailed() => Add(HandlerFailures, 1, _tags);

    public void SubscriptionGap(RedisGapCause cause) => Add(Gaps, 1, [.. _tags, new("redisguard.subscription.gap.cause", Word(cause))]);

    public void Renewed(string reason) => Add(Renewals, 1, [.. _tags, new("redisguard.lease.renewal.reason", reason)]);

    public void Healed() => Add(Healings, 1, _tags);

    private static void Add(Counter<long>? counter, long count, KeyValuePair<string, object?>[] tags)
    {
        if (counter is { Enabled: true })
        {
            _ = Fence.Run(static call => call.counter.Add(call.count, call.tags), (counter, count, tags));
        }
    }

    private static void Record(Histogram<double>? histogram, double value, KeyValuePair<string, object?>[] tags)
    {
        if (histogram is { Enabled: true })
        {
            _ = Fence.Run(static call => call.histogram.Record(call.value, call.tags), (histogram, value, tags));
        }
    }

    // Making an instrument calls every listener. One that throws would make this type useless for as long as the process
    // lives; so there is one instrument less.
    private static Counter<long>? Counter(string name, string unit, string description) =>
        Fence.Ask(static made => Meter.CreateCounter<long>(made.name, made.unit, made.description), (name, unit, description), null);

    private static Histogram<double>? Histogram(string name, string description) =>
        Fence.Ask(
            static made =>
#if NET9_0_OR_GREATER
                Meter.CreateHistogram(made.name, "s", made.description, tags: null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds }),
#else
                Meter.CreateHistogram<double>(made.name, "s", made.description),
#endif
            (name, description),
            null);

    private static void Observe(string name, Func<IEnumerable<Measurement<int>>> observe, string unit, string description) =>
        _ = Fence.Run(static made => Meter.CreateObservableUpDownCounter(made.name, made.observe, made.unit, made.description), (name, observe, unit, description));

    private static string Word(RedisGapCause cause) => cause switch
    {
        RedisGapCause.Reopened => "reopened",
        RedisGapCause.Moved => "moved",
        _ => "reconnected",
    };

    private static string Word(RedisHealthState health) => health switch
    {
        RedisHealthState.Healthy => "healthy",
        RedisHealthState.Degraded => "degraded",
        RedisHealthState.Unhealthy => "unhealthy",
        _ => "unknown",
    };

    private static IEnumerable<Measurement<int>> ByHealth()
    {
        foreach (var now in Readings())
        {
            foreach (var health in Enum.GetValues<RedisHealthState>())
            {
                yield return new Measurement<int>(now.Health == health ? 1 : 0, [.. now.Tags, new("redisguard.health.state", Word(health))]);
            }
        }
    }

    private static IEnumerable<Measurement<int>> ByBreaker()
    {
        foreach (var now in Readings())
        {
            foreach (var state in Enum.GetValues<RedisCircuitState>())
            {
                yield return new Measurement<int>(now.Breaker == state ? 1 : 0, [.. now.Tags, new("redisguard.breaker.state", Word(state))]);
            }
        }
    }

    private static string Word(RedisCircuitState state) => state switch
    {
        RedisCircuitState.Closed => "closed",
        RedisCircuitState.Open => "open",
        RedisCircuitState.HalfOpen => "half_open",
        _ => "isolated",
    };

    private static IEnumerable<PoolReadings> Readings() => PoolRegistry.All.Select(static pool => pool.Read());

    private static IEnumerable<Measurement<int>> Each(Func<PoolReadings, int> reading) =>
        Readings().Select(now => new Measurement<int>(reading(now), now.Tags));

    // The convention knows two states. What is being opened, reset or closed can't be had by anybody else: it is used.
    private static IEnumerable<Measurement<int>> ByState()
    {
        foreach (var now in Readings())
        {
            yield return new Measurement<int>(now.Idle, [.. now.Tags, new(State, "idle")]);
            yield return new Measurement<int>(now.Used, [.. now.Tags, new(State, "used")]);
        }
    }
}

using RedisGuard.Pool.Resilience;

namespace RedisGuard.Pool;

/// <summary>Conditions under which a circuit breaker opens, and closes again.</summary>
/// <remarks>Not thread-safe. A breaker copies them when it is created; later changes have no effect on it.</remarks>
public sealed class RedisCircuitBreakerOptions
{
    /// <summary>The part of the calls that must fail for it to open, from above 0 to 1. Default 0.5 (Hystrix).</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Number of calls within <see cref="SamplingDuration"/> that it takes for their ratio to mean anything. Default 20 (Hystrix).</summary>
    public int MinimumThroughput { get; set; } = 20;

    /// <summary>Says how long a result counts. Default 10 s (Hystrix); kept in ten parts, so that one may count for a tenth less.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Says how many connection faults open it whatever the ratio, when no success comes between them. Default 5 (Envoy's outlier
    /// detection).
    /// </summary>
    public int ConsecutiveConnectionFaults { get; set; } = 5;

    /// <summary>
    /// Says how long it is open before it probes the server. Doubled each time that the probes fail, or that it opens again
    /// before it admits all calls. Half of it is random. Default 5 s (Hystrix).
    /// </summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Says what doubling stops at. Default 60 s. Half of it is random: the jitter comes after the cap.</summary>
    public TimeSpan MaxBreakDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Number of probes in a row that must succeed before it closes. Default 3 (StackExchange.Redis 3.x, <c>HealthCheck</c>).</summary>
    public int ProbesToClose { get; set; } = 3;

    /// <summary>Longest that one probe may take; what takes longer has failed. Default 3 s (StackExchange.Redis 3.x, <c>HealthCheck</c>).</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Says how long it waits between two probes. Default 0.5 s (StackExchange.Redis 3.x, <c>HealthCheck</c>).</summary>
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Says how long it takes after closing until it admits all calls: a tenth at first (Envoy's slow start), then a part that
    /// grows evenly. Default 5 s; <see cref="TimeSpan.Zero"/> for all at once.
    /// </summary>
    public TimeSpan RampDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Judges what an exception says about the server. By default it knows StackExchange.Redis: connection faults; timeouts and
    /// the server's <c>LOADING</c>, <c>MASTERDOWN</c>, <c>CLUSTERDOWN</c>, <c>READONLY</c> and <c>TRYAGAIN</c> are failures;
    /// other errors of the server are successes; a cancellation, and all else, is neutral. When it throws, that is logged once, and
    /// the default's answer counts.
    /// </summary>
    public Func<Exception, RedisCircuitResult> Classify { get; set; } = RedisFaults.Classify;

    internal RedisCircuitBreakerOptions Copy() => (RedisCircuitBreakerOptions)MemberwiseClone();
}

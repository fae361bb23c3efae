namespace RedisGuard.Pool.Resilience;

/// <summary>Makes the states that a circuit breaker enters.</summary>
internal sealed class CircuitEpochs(RedisCircuitBreakerOptions options, TimeProvider time, Func<double> random)
{
    /// <summary>Closed, as if nothing had ever been.</summary>
    public CircuitEpoch Closed() => new(RedisCircuitState.Closed, time.GetTimestamp()) { AdmitsAll = true, Window = Window() };

    /// <summary>Closed after it was open: admission grows.</summary>
    public CircuitEpoch Recovered(CircuitEpoch halfOpen) => new(RedisCircuitState.Closed, time.GetTimestamp())
    {
        AdmitsAll = options.RampDuration == TimeSpan.Zero,
        Duration = options.RampDuration,
        Openings = halfOpen.Openings,
        Trip = halfOpen.Trip,
        Window = Window(),
    };

    public CircuitEpoch Open(CircuitEpoch from, CircuitTrip trip)
    {
        // Who opens again before all calls were admitted has not recovered, and waits longer.
        var openings = from.AdmitsAll || (from.State == RedisCircuitState.Closed && from.Remaining(time) == TimeSpan.Zero) ? 1 : from.Openings + 1;

        // As numbers: doubled for an hour, a time span overflows.
        var capped = Math.Min(options.MaxBreakDuration.TotalMilliseconds, options.BreakDuration.TotalMilliseconds * Math.Pow(2, openings - 1));
        return new CircuitEpoch(RedisCircuitState.Open, time.GetTimestamp())
        {
            Openings = openings,

            // Whole milliseconds are what a timer keeps: it would fire before the time that was told.
            Duration = TimeSpan.FromMilliseconds(Math.Ceiling((capped / 2) + (capped / 2 * random()))),
            Trip = trip,
        };
    }

    public CircuitEpoch HalfOpen(CircuitEpoch open) =>
        new(RedisCircuitState.HalfOpen, time.GetTimestamp()) { Openings = open.Openings, Trip = open.Trip };

    public CircuitEpoch Isolated() => new(RedisCircuitState.Isolated, time.GetTimestamp()) { Trip = CircuitTrip.ByHand() };

    private CircuitWindow Window() => new(options.SamplingDuration, time);
}

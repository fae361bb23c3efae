using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Resilience;

/// <summary>Writes the log lines of a circuit breaker and calls its handlers; called for one change after the other.</summary>
internal sealed class CircuitTeller(RedisCircuitBreaker breaker, ILogger logger, TimeProvider time)
{
    private long _leftClosedAt;
    private int _failedProbes;

    public event EventHandler<RedisCircuitStateChangedEventArgs>? Handlers;

    public void Tell(RedisCircuitStateChangedEventArgs change)
    {
        // A log that can't be written has nowhere to be told, and must not keep the circuit from changing.
        _ = Fence.Run(static told => told.Item1.Log(told.change), (this, change));
        Fence.Raise(Handlers, breaker, change, failure => PoolLog.CircuitHandlerFailed(logger, failure, breaker.Name));
    }

    // It says once that it is open and once that it is closed again. An outage of an hour has sixty probes that fail.
    private void Log(RedisCircuitStateChangedEventArgs change)
    {
        if (change.Previous == RedisCircuitState.Closed)
        {
            _leftClosedAt = time.GetTimestamp();
            _failedProbes = 0;
        }

        switch (change.Current)
        {
            case RedisCircuitState.Isolated:
                PoolLog.CircuitIsolated(logger, breaker.Name);
                break;
            case RedisCircuitState.Open when change.Previous == RedisCircuitState.Closed:
                PoolLog.CircuitOpened(logger, breaker.Name, change.Reason, change.Duration.TotalSeconds);
                break;
            case RedisCircuitState.Open:
                _failedProbes++;
                PoolLog.CircuitProbeFailed(logger, breaker.Name, change.Reason, change.Duration.TotalSeconds);
                break;
            case RedisCircuitState.Closed:
                PoolLog.CircuitClosed(logger, breaker.Name, time.GetElapsedTime(_leftClosedAt).TotalSeconds, _failedProbes, change.Reason);
                break;
            default:
                PoolLog.CircuitProbing(logger, breaker.Name);
                break;
        }
    }
}

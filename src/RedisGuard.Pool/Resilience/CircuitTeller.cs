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
        try
        {
            Log(change);
        }
#pragma warning disable CA1031 // A log that can't be written has nowhere to be told, and must not keep the circuit from changing.
        catch
#pragma warning restore CA1031
        {
        }

        foreach (var handler in Handlers?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<RedisCircuitStateChangedEventArgs>)handler)(breaker, change);
            }
#pragma warning disable CA1031 // Whatever a handler throws: the caller whose result caused the change has nothing to do with it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                PoolLog.CircuitHandlerFailed(logger, e, breaker.Name);
            }
        }
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

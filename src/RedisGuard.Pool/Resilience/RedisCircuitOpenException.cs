using System.Globalization;
using RedisGuard.Pool.Resilience;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// A circuit breaker rejected the call: it was not sent. The message says since when and why, what it looks like and what to
/// do.
/// </summary>
public sealed class RedisCircuitOpenException : RedisException
{
    /// <summary>Creates one without a reason.</summary>
    public RedisCircuitOpenException()
        : base("The circuit breaker is open.")
    {
    }

    /// <summary>Creates one without a reason.</summary>
    /// <param name="message">What happened.</param>
    public RedisCircuitOpenException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one without a reason.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What caused it.</param>
    public RedisCircuitOpenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    private RedisCircuitOpenException(string message, Exception? innerException, RedisCircuitState state, TimeSpan retryAfter)
        : base(message, innerException!)
    {
        State = state;
        RetryAfter = retryAfter;
    }

    /// <summary>State that it was in. <see cref="RedisCircuitState.Closed"/> when it admitted only some of the calls, shortly after it closed.</summary>
    public RedisCircuitState State { get; }

    /// <summary>Says how long to wait before the next call; <see cref="Timeout.InfiniteTimeSpan"/> when it was isolated by hand.</summary>
    public TimeSpan RetryAfter { get; }

    internal static RedisCircuitOpenException For(string name, CircuitEpoch epoch, TimeSpan retryAfter, TimeProvider time)
    {
        var ago = time.GetElapsedTime(epoch.Since).TotalSeconds;
        var trip = epoch.Trip!;
        var message = epoch.State switch
        {
            RedisCircuitState.Isolated => string.Create(
                CultureInfo.InvariantCulture,
                $"The call was not sent: circuit breaker '{name}' was isolated by hand {ago:0.0} s ago. It rejects all calls until somebody calls Reset."),
            RedisCircuitState.Closed => string.Create(
                CultureInfo.InvariantCulture,
                $"The call was not sent: circuit breaker '{name}' closed {ago:0.0} s ago, and admits a growing part of the calls until all are admitted in {retryAfter.TotalSeconds:0.0} s (RetryAfter). It had opened because {trip.Reason}. Do without Redis for this call."),
            RedisCircuitState.HalfOpen => string.Create(
                CultureInfo.InvariantCulture,
                $"The call was not sent: circuit breaker '{name}' probes the server since {ago:0.0} s, which takes up to {retryAfter.TotalSeconds:0.0} s a probe (RetryAfter). It had opened because {trip.Reason}. {trip.LikelyCause}. Do without Redis until then."),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"The call was not sent: circuit breaker '{name}' is open since {ago:0.0} s, because {trip.Reason}. {trip.LikelyCause}. It probes the server in {retryAfter.TotalSeconds:0.0} s (RetryAfter). Do without Redis until then; trying at once again is in vain."),
        };
        return new RedisCircuitOpenException(message, trip.Fault, epoch.State, retryAfter);
    }
}

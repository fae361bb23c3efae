using System.Runtime.ExceptionServices;
using RedisGuard.Pool.Resilience;

namespace RedisGuard.Pool;

/// <summary>End of a guarded call: with a value, rejected by the circuit breaker, or with a fault of Redis.</summary>
/// <typeparam name="T">What the call returns.</typeparam>
#pragma warning disable CA1815 // Two outcomes are looked at, not compared.
public readonly struct RedisOutcome<T>
#pragma warning restore CA1815
{
    private readonly T _value;
    private readonly RedisCircuitBreaker? _breaker;
    private readonly RedisCircuitTicket _rejected;

    internal RedisOutcome(T value)
    {
        _value = value;
        Succeeded = true;
    }

    internal RedisOutcome(Exception fault)
    {
        _value = default!;
        Fault = fault;
    }

    internal RedisOutcome(RedisCircuitBreaker breaker, RedisCircuitTicket rejected)
    {
        _value = default!;
        _breaker = breaker;
        _rejected = rejected;
    }

    /// <summary>Tells whether there is a value.</summary>
    public bool Succeeded { get; }

    /// <summary>Tells whether the circuit breaker rejected the call: it was not sent.</summary>
    public bool IsRejected => _breaker is not null;

    /// <summary>Says what Redis failed with; <see langword="null"/> when there is a value, or the call was rejected.</summary>
    public Exception? Fault { get; }

    /// <summary>Says how long a rejected call should wait, seen from now; zero when it was not rejected.</summary>
    public TimeSpan RetryAfter => _breaker?.RetryAfterOf(_rejected.Epoch!) ?? TimeSpan.Zero;

    /// <summary>The value.</summary>
    /// <exception cref="RedisCircuitOpenException">The call was rejected.</exception>
    /// <exception cref="Exception">The <see cref="Fault"/>.</exception>
#pragma warning disable CA1065 // As the result of a task does.
    public T Value
    {
        get
        {
            if (_breaker is not null)
            {
                throw _breaker.Rejection(_rejected);
            }

            if (Fault is not null)
            {
                ExceptionDispatchInfo.Throw(Fault);
            }

            return _value;
        }
    }
#pragma warning restore CA1065

    /// <summary>The value, or another where there is none.</summary>
    /// <param name="fallback">The other.</param>
    /// <returns>One of the two.</returns>
    public T ValueOr(T fallback) => Succeeded ? _value : fallback;

    /// <summary>Says how the call ended. The value isn't in it: it may be secret.</summary>
    /// <returns>For people to read.</returns>
    public override string ToString() =>
        Succeeded ? "succeeded"
        : IsRejected ? $"rejected by {_breaker}"
        : Fault is { } fault ? $"failed with {fault.GetType().Name}: {RedisFaults.Brief(fault)}"
        : "no outcome";
}

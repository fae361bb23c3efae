using RedisGuard.Pool.Resilience;

namespace RedisGuard.Pool;

/// <summary>
/// An admission by a circuit breaker. It remembers the state that admitted it, so that a result that comes in a later one
/// has no effect. Nothing is held by it: it may be dropped without reporting a result.
/// </summary>
public readonly struct RedisCircuitTicket : IEquatable<RedisCircuitTicket>
{
    internal RedisCircuitTicket(CircuitEpoch epoch) => Epoch = epoch;

    internal CircuitEpoch? Epoch { get; }

    /// <summary>Tells whether both were issued in the same state.</summary>
    /// <param name="other">Another.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public bool Equals(RedisCircuitTicket other) => Epoch == other.Epoch;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RedisCircuitTicket other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Epoch?.GetHashCode() ?? 0;

    /// <summary>Tells whether both were issued in the same state.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(RedisCircuitTicket left, RedisCircuitTicket right) => left.Equals(right);

    /// <summary>Tells whether they were issued in different states.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(RedisCircuitTicket left, RedisCircuitTicket right) => !left.Equals(right);
}

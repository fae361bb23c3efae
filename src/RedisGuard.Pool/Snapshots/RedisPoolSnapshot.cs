using System.Globalization;

namespace RedisGuard.Pool;

/// <summary>A pool at one moment. Immutable.</summary>
public sealed class RedisPoolSnapshot
{
    internal RedisPoolSnapshot()
    {
    }

    /// <summary>The pool's name.</summary>
    public required string Name { get; init; }

    /// <summary>Says where its connections lead, without user or password.</summary>
    public required string EndPoints { get; init; }

    /// <summary>The hard limit on connections.</summary>
    public required int MaxConnections { get; init; }

    /// <summary>The connections that exist, opening and closing ones included.</summary>
    public required IReadOnlyList<RedisConnectionSnapshot> Connections { get; init; }

    /// <summary>The leases that are held, oldest first.</summary>
    public required IReadOnlyList<RedisLeaseSnapshot> Leases { get; init; }

    /// <summary>Says how many calls wait for a connection.</summary>
    public required int Waiting { get; init; }

    /// <summary>The subscriptions, in the order in which they were made.</summary>
    public required IReadOnlyList<RedisSubscriptionSnapshot> Subscriptions { get; init; }

    /// <summary>Says what leaked so far, by call site, most first.</summary>
    public required IReadOnlyList<RedisLeak> Leaks { get; init; }

    /// <summary>
    /// Says how often the connections of the pool tried to come back so far, all taken together. StackExchange.Redis makes the
    /// first attempt after a loss without asking, and that one isn't counted.
    /// </summary>
    public required long ReconnectAttempts { get; init; }

    /// <summary>Says what its circuit breaker does with guarded calls.</summary>
    public required RedisCircuitState Breaker { get; init; }

    /// <summary>Wait of a call that the circuit breaker rejects; see <see cref="RedisCircuitBreaker.RetryAfter"/>.</summary>
    public required TimeSpan BreakerRetryAfter { get; init; }

    /// <summary>Says how its server does, as far as the shared connections tell.</summary>
    public required RedisHealthSnapshot Health { get; init; }

    /// <summary>Says how many dead sockets the pool closed, so that their connections came back.</summary>
    public required long Healings { get; init; }

    /// <summary>Says what the pool does by the clock, and when each last ran; empty before its first use.</summary>
    public required IReadOnlyList<RedisLoopSnapshot> Loops { get; init; }

    /// <summary>Says what it is a picture of, and the numbers that matter most.</summary>
    /// <returns>For people to read.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Redis pool '{Name}' for {EndPoints}, {Health.State}: {Connections.Count} of {MaxConnections} connections, {Leases.Count} rented, {Waiting} waiting");

    /// <summary>Says how many connections are in that state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>A count.</returns>
    public int Count(RedisConnectionState state) => Connections.Count(connection => connection.State == state);
}

namespace RedisGuard.Pool.Attaching.Reports;

/// <summary>The state of one pool, as <c>redisguard attach</c> shows it. Written by the process, read by the tool.</summary>
internal sealed record PoolReport
{
    public required string Name { get; init; }

    /// <summary>Without user or password.</summary>
    public required string EndPoints { get; init; }

    public required int MaxConnections { get; init; }

    public required int Waiting { get; init; }

    public required int Subscriptions { get; init; }

    public required string Health { get; init; }

    /// <summary>The reason why the last look at the server's health failed; <see langword="null"/> when none did.</summary>
    public string? LastFailure { get; init; }

    public required string Breaker { get; init; }

    public required long ReconnectAttempts { get; init; }

    public IReadOnlyList<PoolConnectionReport> Connections { get; init; } = [];

    /// <summary>The oldest first; at most <see cref="MostLeases"/> of them.</summary>
    public IReadOnlyList<PoolLeaseReport> Leases { get; init; } = [];

    /// <summary>All leases, those beyond the list included.</summary>
    public required int LeaseCount { get; init; }

    public IReadOnlyList<PoolLeakReport> Leaks { get; init; } = [];

    /// <summary>So many leases are told at most: the oldest say it all.</summary>
    public const int MostLeases = 100;
}

using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Health;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Subscriptions;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Snapshots;

/// <summary>Takes the pictures of a pool, without stopping it.</summary>
internal sealed class PoolObserver(
    string name, string endPoints, ConnectionSlots slots, LeakTracker leaks, ReconnectTally reconnects, HealthJudge judge, TimeProvider time)
{
    /// <summary>Set once the pool has them: they need the diagnosis, which needs this.</summary>
    public SubscriptionTable? Subscriptions { get; set; }

    /// <summary>Set once the pool has them, as well.</summary>
    public Func<IReadOnlyList<RedisLoopSnapshot>> Loops { get; set; } = static () => [];

    /// <summary>How many dead sockets were closed; set once the pool counts them.</summary>
    public Func<long> Healings { get; set; } = static () => 0;

    /// <summary>Set once the pool has it: its probe needs the pool's connections.</summary>
    public RedisCircuitBreaker? Breaker { get; set; }

    public RedisPoolSnapshot Look() => Look(withSubscriptions: true);

    /// <param name="withSubscriptions">Whether to list them: there may be tens of thousands.</param>
    public RedisPoolSnapshot Look(bool withSubscriptions)
    {
        var connections = new List<RedisConnectionSnapshot>();
        var leases = new List<RedisLeaseSnapshot>();
        foreach (var slot in slots.All)
        {
            var state = slot.State;
            if (state == RedisConnectionState.None)
            {
                continue;
            }

            var connection = slot.Connection;

            // One that is torn down may throw anything, and is soon none.
            var outstanding = connection is null ? 0 : Fence.Ask(static connection => connection.Outstanding, connection, otherwise: 0);
            connections.Add(new RedisConnectionSnapshot
            {
                ClientName = connection?.Name ?? string.Empty,
                Kind = slot.Kind,
                State = state,
                IsReady = connection?.IsReady ?? false,
                Outstanding = outstanding,
                Sockets = connection?.Sockets.Open.Count ?? 0,
                SocketsOpened = connection?.Sockets.Opened ?? 0,
                Age = connection is null ? TimeSpan.Zero : time.GetElapsedTime(slot.OpenedAt),
            });
            if (Lease(slot, connection?.Name, outstanding) is { } lease)
            {
                leases.Add(lease);
            }
        }

        leases.Sort(static (one, other) => other.HeldFor.CompareTo(one.HeldFor));
        return new RedisPoolSnapshot
        {
            Name = name,
            EndPoints = endPoints,
            MaxConnections = slots.Limit,
            Connections = connections,
            Leases = leases,
            Waiting = slots.Permits.Waiting,
            Subscriptions = [.. ((withSubscriptions ? Subscriptions?.All : null) ?? []).OrderBy(static subscription => subscription.Number).Select(Subscribed)],
            Leaks = leaks.Found,
            ReconnectAttempts = reconnects.Attempts,
            Breaker = Breaker?.State ?? RedisCircuitState.Closed,
            BreakerRetryAfter = Breaker?.RetryAfter ?? TimeSpan.Zero,
            Health = judge.Now,
            Healings = Healings(),
            Loops = Loops(),
        };
    }

    private static RedisSubscriptionSnapshot Subscribed(Subscription subscription) => new()
    {
        Id = subscription.Id,
        Channel = subscription.Channel.ToString(),
        Site = subscription.Site,
        Pending = subscription.Pending,
        Dropped = subscription.Dropped,
        Gaps = subscription.Gaps,
    };

    // Site and time are read without a lock; the tenancy around them tells whether they belong together.
    private RedisLeaseSnapshot? Lease(ConnectionSlot slot, string? clientName, long outstanding)
    {
        var tenancy = slot.Tenancy;
        var lease = new RedisLeaseSnapshot
        {
            Site = slot.Site,
            HeldFor = time.GetElapsedTime(slot.RentedAt),
            ClientName = clientName ?? string.Empty,
            Outstanding = outstanding,
        };
        return slot.IsHeld(tenancy) ? lease : null;
    }
}

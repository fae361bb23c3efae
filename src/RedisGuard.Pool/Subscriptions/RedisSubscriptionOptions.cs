using RedisGuard.Pool.Configuration;

namespace RedisGuard.Pool;

/// <summary>Behaviour of one subscription. Read when subscribing; later changes have no effect.</summary>
public sealed class RedisSubscriptionOptions
{
    /// <summary>
    /// Says how many messages may wait for the handler. Default 1 024: a second of a thousand messages a second.
    /// </summary>
    public int Capacity { get; set; } = 1024;

    /// <summary>Says what happens when more would wait. Default <see cref="RedisOverflowPolicy.DropOldest"/>.</summary>
    public RedisOverflowPolicy Overflow { get; set; }

    /// <summary>
    /// Tells whether the subscription has a connection of its own, which counts towards
    /// <see cref="RedisPoolOptions.MaxConnections"/>: for traffic that would hold up the others. Default <see langword="false"/>.
    /// </summary>
    public bool Dedicated { get; set; }

    /// <summary>
    /// Called when messages may have been missed, because what carries them was lost: Redis keeps none. The server has confirmed
    /// the subscription again by then, so that what is read anew now is not missed. Awaited before the next message, as the
    /// handler is, and like the handler held by the subscription only. Default <see langword="null"/>.
    /// </summary>
    public Func<RedisSubscriptionGap, Task>? OnGap { get; set; }

    internal void Validate()
    {
        if (Capacity < 1)
        {
            throw RedisPoolConfigurationException.For(nameof(Capacity), Capacity, "a whole number above 0");
        }

        if (!Enum.IsDefined(Overflow))
        {
            throw RedisPoolConfigurationException.For(nameof(Overflow), Overflow, "DropOldest, DropNewest or End");
        }
    }
}

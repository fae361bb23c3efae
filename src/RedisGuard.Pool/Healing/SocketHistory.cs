namespace RedisGuard.Pool.Healing;

/// <summary>The memory of closed sockets of one kind to one node.</summary>
internal sealed class SocketHistory(HealingTerms terms)
{
    private long _healedAt = long.MinValue;
    private long _patience = terms.Patience.Ticks;

    /// <summary>The time that they may owe an answer before one is suspected.</summary>
    public TimeSpan Patience => IsRelapse ? TimeSpan.FromTicks(Volatile.Read(ref _patience)) : terms.Patience;

    private bool IsRelapse => Volatile.Read(ref _healedAt) is not long.MinValue and var at && Environment.TickCount64 - at <= terms.Relapse.TotalMilliseconds;

    /// <summary>One was closed: what stalls again soon after wasn't cured by that, and is given twice the time.</summary>
    public void Healed()
    {
        Volatile.Write(ref _patience, Math.Min(Patience.Ticks * 2, Math.Max(terms.SocketTimeout.Ticks, terms.Patience.Ticks)));
        Volatile.Write(ref _healedAt, Environment.TickCount64);
    }
}

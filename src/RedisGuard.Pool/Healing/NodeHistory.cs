namespace RedisGuard.Pool.Healing;

/// <summary>What is remembered of the healings of one node.</summary>
/// <remarks>For one caller at a time.</remarks>
internal sealed class NodeHistory(HealingTerms terms)
{
    private TimeSpan _patience = terms.Patience;
    private long? _healedAt;

    /// <summary>How long its sockets may owe an answer before they are suspected.</summary>
    public TimeSpan Patience
    {
        get
        {
            if (_healedAt is { } at && Environment.TickCount64 - at > terms.Relapse.TotalMilliseconds)
            {
                _healedAt = null;
                _patience = terms.Patience;
            }

            return _patience;
        }
    }

    /// <summary>Its sockets were closed: what stalls again soon after wasn't cured by that, and is given twice the time.</summary>
    public void Healed()
    {
        _patience = TimeSpan.FromTicks(Math.Min(Patience.Ticks * 2, Math.Max(terms.SocketTimeout.Ticks, terms.Patience.Ticks)));
        _healedAt = Environment.TickCount64;
    }
}

namespace RedisGuard.Pool.Health;

/// <summary>Finds out whether a subscription hears nothing although the shared connections may answer: it comes over another connection.</summary>
/// <remarks>For one caller at a time.</remarks>
internal sealed class SubscriptionProbe(Func<bool> isDeaf)
{
    private bool _wasDeaf;
    private bool _hasFailed;

    /// <summary>Looks once.</summary>
    /// <param name="isAlone">Whether there is no shared connection to look at.</param>
    public ProbeResult Look(bool isAlone)
    {
        // Once is a lost socket, which is replaced in a moment.
        var (wasDeaf, isDeafNow) = (_wasDeaf, isDeaf());
        _wasDeaf = isDeafNow;
        if (wasDeaf && isDeafNow)
        {
            _hasFailed = true;
            return new ProbeResult(ProbeOutcome.Silent, "a subscription hears nothing, no node takes its connection");
        }

        // That it hears says nothing of the shared connections. Without them, nobody else would say that it is over.
        return new ProbeResult(isAlone && _hasFailed ? ProbeOutcome.Answered : ProbeOutcome.Absent);
    }
}

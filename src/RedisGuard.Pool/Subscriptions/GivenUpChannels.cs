namespace RedisGuard.Pool.Subscriptions;

/// <summary>
/// Decides when to have the library look at the cluster again because it has given up a channel. The old node of a slot may say that the
/// channel is over before the new one knows that it has it: the library asks, is sent back, and asks nobody again.
/// </summary>
/// <remarks>For one caller at a time.</remarks>
internal sealed class GivenUpChannels
{
    // Subscribing anew takes less.
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    // A channel that no node takes costs a look at the cluster a minute, which is as often as the library takes one by itself.
    private static readonly TimeSpan Last = TimeSpan.FromMinutes(1);

    private long? _askAt;
    private TimeSpan _wait = First;

    /// <summary>Tells whether the library is to look now.</summary>
    /// <param name="areAny">Whether there is a channel that no node sends, though every node is connected.</param>
    /// <param name="now">The milliseconds of a clock that never goes back.</param>
    public bool IsDue(bool areAny, long now)
    {
        if (!areAny)
        {
            (_askAt, _wait) = (null, First);
            return false;
        }

        _askAt ??= now + (long)_wait.TotalMilliseconds;
        if (now < _askAt)
        {
            return false;
        }

        _wait = _wait * 2 < Last ? _wait * 2 : Last;
        _askAt = now + (long)_wait.TotalMilliseconds;
        return true;
    }
}

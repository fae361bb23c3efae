namespace RedisGuard.Pool;

/// <summary>Something that the pool does by itself, by the clock or when there is something to do, at one moment.</summary>
/// <param name="Name">What it does.</param>
/// <param name="SinceLastRun">
/// Since it last ended a round; since it was started, before the first. Of one that works on demand: since it began the round that it is at, zero while there is nothing to do.
/// </param>
/// <param name="Pause">How long it waits between two rounds, at present; zero for one that works on demand.</param>
/// <param name="Failures">Rounds that failed. The first of a row is logged.</param>
public sealed record RedisLoopSnapshot(string Name, TimeSpan SinceLastRun, TimeSpan Pause, long Failures)
{
    // A busy machine runs timers late; a round itself may wait for a PING's deadline of 5 s.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Tells whether it should have run again long ago: what it found last is no longer known to be true.</summary>
    public bool IsOverdue => SinceLastRun > (Pause * 3) + Grace;
}

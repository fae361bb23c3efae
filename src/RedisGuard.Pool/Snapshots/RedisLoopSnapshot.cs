namespace RedisGuard.Pool;

/// <summary>Something that the pool does by itself, by the clock or when there is something to do, at one moment. Immutable.</summary>
public sealed record RedisLoopSnapshot
{
    // A busy machine runs timers late; a round itself may wait for a PING's deadline of 5 s.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Says what it does.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Time since it last ended a round; since it was started, before the first. Of one that works on demand: since it began the round that
    /// it is at, zero while there is nothing to do.
    /// </summary>
    public TimeSpan SinceLastRun { get; init; }

    /// <summary>Time that it waits between two rounds, at present; zero for one that works on demand.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Number of rounds that failed. The first of a row is logged.</summary>
    public long Failures { get; init; }

    /// <summary>Tells whether it should have run again long ago: what it found last is no longer known to be true.</summary>
    public bool IsOverdue => SinceLastRun > (Pause * 3) + Grace;
}

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Questions to a set of statuses.</summary>
internal static class ObligationStatuses
{
    /// <summary>Whatever is still to be released, exceptions that nobody wrote down aside.</summary>
    public const ObligationStatus Unreleased = ObligationStatus.Open | ObligationStatus.Reopened | ObligationStatus.Empty;

    /// <summary>Whatever the code may have still, to hand it over: what is released on a condition that isn't known included.</summary>
    public const ObligationStatus Held = Unreleased | ObligationStatus.InDoubt;

    /// <summary>The same on any path, exceptions included.</summary>
    public const ObligationStatus Owed = Held | ObligationStatus.OpenByException;

    /// <summary>
    /// Whether every path on which the resource was acquired has left it like this. Exceptions that nobody wrote down
    /// don't count.
    /// </summary>
    public static bool IsSurely(this ObligationStatus status, ObligationStatus wanted)
        => (Plainly(status) & ~(ObligationStatus.Absent | ObligationStatus.OpenByException)) == wanted;

    /// <summary>Whether it is still to be released on some path, exceptions that nobody wrote down aside.</summary>
    public static bool MayBeOpen(this ObligationStatus status) => (status & Unreleased) != 0;

    /// <summary>Whether something in it is lost on some path that goes no further.</summary>
    public static bool MayBeFilled(this ObligationStatus status) => (status & (ObligationStatus.Open | ObligationStatus.Reopened)) != 0;

    /// <summary>Whether every path that leads here has released it before, and one has released all of it.</summary>
    public static bool IsBehindRelease(this ObligationStatus status)
        => (status & ~(ObligationStatus.Absent | ObligationStatus.OpenByException | ObligationStatus.Reopened)) == ObligationStatus.Released;

    private static ObligationStatus Plainly(ObligationStatus status)
        => (status & (ObligationStatus.Reopened | ObligationStatus.Empty)) == 0 ? status : (status & ~Unreleased) | ObligationStatus.Open;
}

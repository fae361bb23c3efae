namespace RedisGuard.Analyzers.Ownership;

/// <summary>Questions to a set of statuses.</summary>
internal static class ObligationStatuses
{
    /// <summary>
    /// Whether every path on which the resource was acquired has left it like this. Exceptions that nobody wrote down
    /// don't count.
    /// </summary>
    public static bool IsSurely(this ObligationStatus status, ObligationStatus wanted)
        => (status & ~(ObligationStatus.Absent | ObligationStatus.OpenByException)) == wanted;
}

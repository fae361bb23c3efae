using RedisGuard.Analyzers.Ownership;

namespace RedisGuard.Analyzers.Connections;

/// <inheritdoc cref="LostSwaps"/>
internal static class RacingSwap
{
    /// <summary>The race in words; null where there is none, or where the one that comes second is closed.</summary>
    public static string? Describe(Opening opening) => LostSwaps.LeaveOpen(opening.Obligation) ? "'CompareExchange' keeps the first one, and the other stays open" : null;
}

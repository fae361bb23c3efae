namespace RedisGuard.Pool.Upkeep;

/// <summary>Knows which loop the running code is a round of, so that nobody waits for the round that it is part of.</summary>
internal static class RoundsUnderWay
{
    private static readonly AsyncLocal<SupervisedLoop?> Current = new();

    /// <summary>To be called by a round: what it calls from now on is inside.</summary>
    public static void Enter(SupervisedLoop loop) => Current.Value = loop;

    public static bool IsInside(SupervisedLoop loop) => Current.Value == loop;
}

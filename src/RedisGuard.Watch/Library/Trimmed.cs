namespace RedisGuard.Watch.Library;

/// <summary>Reasons why the watch may look for members that a trimmed program might have lost.</summary>
internal static class Trimmed
{
    public const string Members = "A member that was trimmed away is «not told», as one that another version lacks.";

    public const string Code = "Where no code can be generated the watch doesn't start, and says so.";
}

namespace RedisGuard.Watch.Reports;

/// <summary>The environment variables by which the tool tells the watch what it wants of a process.</summary>
internal static class HookVariables
{
    /// <summary>A folder; each process writes files of its own into it.</summary>
    public const string ReportFolder = "REDISGUARD_WATCH_REPORTS";

    /// <summary><c>1</c>: the server's client list shows the line that opened a connection.</summary>
    public const string NameSites = "REDISGUARD_WATCH_NAME_SITES";

    /// <summary>Seconds between forced collections; unset for none.</summary>
    public const string CollectEvery = "REDISGUARD_WATCH_GC";

    /// <summary>The ending of the file's name that says: the hook runs in this process. Each line in it is something that it can't see.</summary>
    public const string Mark = ".entered";
}

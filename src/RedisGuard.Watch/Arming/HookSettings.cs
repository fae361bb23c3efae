using System.Globalization;

namespace RedisGuard.Watch.Arming;

/// <summary>What the tool tells the watch in a process that it started.</summary>
internal sealed class HookSettings
{
    /// <summary>A folder; each process writes files of its own into it.</summary>
    public const string ReportFolderVariable = "REDISGUARD_WATCH_REPORTS";

    /// <summary><c>1</c>: the server's client list shows the line that opened a connection.</summary>
    public const string NameSitesVariable = "REDISGUARD_WATCH_NAME_SITES";

    /// <summary>Seconds between forced collections; unset for none.</summary>
    public const string CollectEveryVariable = "REDISGUARD_WATCH_GC";

    private HookSettings(string folder, WatchSettings watch)
    {
        var process = string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessId}-{Environment.TickCount64:x}");
        ReportFile = Path.Combine(folder, process + ".json");
        MarkFile = Path.Combine(folder, process + ".entered");
        Watch = watch;
    }

    public string ReportFile { get; }

    /// <summary>An empty file: the hook runs in this process.</summary>
    public string MarkFile { get; }

    public WatchSettings Watch { get; }

    /// <summary><see langword="null"/> when nobody asked for a report.</summary>
    public static HookSettings? FromEnvironment()
    {
        var folder = Environment.GetEnvironmentVariable(ReportFolderVariable);
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            return null;
        }

        var seconds = double.TryParse(
            Environment.GetEnvironmentVariable(CollectEveryVariable), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0
            ? TimeSpan.FromSeconds(value)
            : (TimeSpan?)null;
        return new HookSettings(folder, new WatchSettings
        {
            NameSites = Environment.GetEnvironmentVariable(NameSitesVariable) == "1",
            CollectEvery = seconds,
        });
    }
}

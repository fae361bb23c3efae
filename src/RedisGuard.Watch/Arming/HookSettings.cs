using System.Globalization;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.Arming;

/// <summary>Settings that the tool gives the watch in a process that it started.</summary>
internal sealed class HookSettings
{
    private HookSettings(string folder, WatchSettings watch)
    {
        var process = string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessId}-{Environment.TickCount64:x}");
        ReportFile = Path.Combine(folder, process + ".json");
        MarkFile = Path.Combine(folder, process + HookVariables.Mark);
        Watch = watch;
    }

    public string ReportFile { get; }

    /// <summary>Says that the hook runs in this process, and what it can't see there.</summary>
    public string MarkFile { get; }

    public WatchSettings Watch { get; }

    /// <summary><see langword="null"/> when nobody asked for a report.</summary>
    public static HookSettings? FromEnvironment()
    {
        var folder = Environment.GetEnvironmentVariable(HookVariables.ReportFolder);
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            return null;
        }

        var seconds = double.TryParse(
            Environment.GetEnvironmentVariable(HookVariables.CollectEvery), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0
            ? TimeSpan.FromSeconds(value)
            : (TimeSpan?)null;
        return new HookSettings(folder, new WatchSettings
        {
            NameSites = Environment.GetEnvironmentVariable(HookVariables.NameSites) == "1",
            CollectEvery = seconds,
        });
    }
}

using System.Globalization;

namespace RedisGuard.Pool.Leaks;

/// <summary>Names the files that this process writes what leaked to, so that no two processes write one.</summary>
internal static class LeakReportFolder
{
    private static readonly string s_process = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}.{Environment.TickCount64:x}");

    /// <param name="path">A folder, or the file in it that all of them will become.</param>
    /// <param name="writer">Who writes, where there is more than one.</param>
    public static string FileOfProcess(string path, string? writer = null)
    {
        var folder = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(Path.GetFullPath(path))! : Path.GetFullPath(path);
        return Path.Combine(folder, writer is null ? $"redisguard.leaks.{s_process}.json" : $"redisguard.leaks.{s_process}.{writer}.json");
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace RedisGuard.Cli.Attaching.Processes;

/// <summary>The files that a process has mapped into its memory, its assemblies among them.</summary>
internal static class MappedFiles
{
    /// <returns>Null when it isn't this user's.</returns>
    public static IReadOnlySet<string>? Of(int process)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OfLinux(process) : OfAny(process);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    // The framework's own list has only what can be executed: assemblies are only read.
    private static HashSet<string> OfLinux(int process)
    {
        HashSet<string> files = new(StringComparer.Ordinal);
        foreach (var line in File.ReadLines($"/proc/{process.ToString(System.Globalization.CultureInfo.InvariantCulture)}/maps"))
        {
            var path = line.IndexOf('/', StringComparison.Ordinal);
            if (path >= 0)
            {
                files.Add(line[path..]);
            }
        }

        return files;
    }

    private static HashSet<string> OfAny(int process)
    {
        using var running = Process.GetProcessById(process);
        return [.. running.Modules.Cast<ProcessModule>().Select(static module => module.FileName)];
    }
}

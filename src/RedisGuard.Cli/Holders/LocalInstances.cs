using System.ComponentModel;
using System.Diagnostics;

namespace RedisGuard.Cli.Holders;

/// <summary>Tells whether a process of this machine still is the one that a client name speaks of.</summary>
internal static class LocalInstances
{
    // Two programs read the same start with a second's difference at most: the clock ticks, and both round.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(3);

    /// <summary>Null where it can't be known.</summary>
    public static bool? IsRunning(int id, DateTimeOffset started)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return (process.StartTime.ToUniversalTime() - started.UtcDateTime).Duration() <= Tolerance;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return null;
        }
    }
}

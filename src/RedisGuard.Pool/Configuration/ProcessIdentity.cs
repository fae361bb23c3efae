using System.Diagnostics;
using System.Reflection;

namespace RedisGuard.Pool.Configuration;

/// <summary>The version and the instance of this process, as they stand in its client names.</summary>
internal static class ProcessIdentity
{
    /// <summary>The last parts of each client name of this process; made once.</summary>
    public static string Suffix { get; } = ClientName.Process(Version(), Environment.MachineName, Environment.ProcessId, Started());

    // The version that the program's own project states, without the commit behind it.
    private static string Version() =>
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";

    private static DateTimeOffset Started()
    {
        using var self = Process.GetCurrentProcess();
        try
        {
            return self.StartTime;
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // A platform that doesn't tell: the first connection's time tells two processes apart as well.
            return TimeProvider.System.GetUtcNow();
        }
    }
}

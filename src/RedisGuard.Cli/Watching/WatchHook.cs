using RedisGuard.Cli.Commands;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Watching;

/// <summary>The watch's assembly, which lies beside the tool, and the environment that lets it into a program.</summary>
internal static class WatchHook
{
    private const string StartupHooks = "DOTNET_STARTUP_HOOKS";

    // VSTest kills the process of the tests when it hasn't ended within 100 ms, and with it the report that is being written.
    private const string TestHostPatience = "VSTEST_TESTHOST_SHUTDOWN_TIMEOUT";
    private const string PatienceMilliseconds = "30000";

    /// <exception cref="CannotRunException">It isn't there: named in the environment, it would keep every program from starting.</exception>
    public static string Path
    {
        get
        {
            var path = System.IO.Path.Combine(AppContext.BaseDirectory, "watch", "RedisGuard.Watch.dll");
            return File.Exists(path) ? path : throw new CannotRunException($"the watch is missing from the tool: {path}");
        }
    }

    /// <summary>The same, to be loaded into a process that runs already.</summary>
    /// <exception cref="CannotRunException">It isn't there, or anybody could have replaced it.</exception>
    public static string TrustedPath
    {
        get
        {
            var path = Path;
            for (var part = path; part is not null && !OperatingSystem.IsWindows(); part = part == path ? System.IO.Path.GetDirectoryName(path) : null)
            {
                if (File.GetUnixFileMode(part).HasFlag(UnixFileMode.OtherWrite))
                {
                    throw new CannotRunException($"every user of this machine may write to {part}: nothing is loaded from there into a process");
                }
            }

            return path;
        }
    }

    /// <summary>Adds the watch to the hooks that the environment names already.</summary>
    public static void AddTo(IDictionary<string, string?> environment, WatchedRun run, string reports)
    {
        var before = environment.TryGetValue(StartupHooks, out var hooks) && !string.IsNullOrEmpty(hooks) ? hooks + System.IO.Path.PathSeparator : "";
        environment[StartupHooks] = before + Path;
        environment[HookVariables.ReportFolder] = reports;
        environment.TryAdd(TestHostPatience, PatienceMilliseconds);
        if (run.NameSites)
        {
            environment[HookVariables.NameSites] = "1";
        }

        if (run.CollectEvery is { } every)
        {
            environment[HookVariables.CollectEvery] = every.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}

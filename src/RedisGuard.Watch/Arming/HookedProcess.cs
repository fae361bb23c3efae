using System.Diagnostics.CodeAnalysis;
using RedisGuard.Watch.Attaching;
using RedisGuard.Watch.Endings;

namespace RedisGuard.Watch.Arming;

/// <summary>A process that was started, or attached to, with the watch as its startup hook.</summary>
[UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "A single file carries the hook beside it, on disk.")]
internal static class HookedProcess
{
    // What the runtime was started with; a hook that isn't among them came into a running process.
    private const string StartupHooks = "STARTUP_HOOKS";

    private static bool s_armed;

    public static void Enter()
    {
        try
        {
            if (s_armed)
            {
                return;
            }

            if (IsAttached())
            {
                s_armed = true;
                WatchEvents.Open();
                LibraryArrival.Await(new WatchSettings(), static () => { });
                return;
            }

            var settings = HookSettings.FromEnvironment();
            if (settings is null || SdkProcesses.IsThis())
            {
                return;
            }

            s_armed = true;
            // Says that the hook was let in, whatever happens to the process afterwards.
            using (File.Create(settings.MarkFile))
            {
            }

            Failure.ToldIn = settings.MarkFile;
            LibraryArrival.Await(settings.Watch, () => ProcessEnd.Listen(settings));
        }
#pragma warning disable CA1031 // The watched program must not notice, whatever goes wrong in here.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure.Disarm(e);
        }
    }

    // By the file's name alone: a program that has the pool loads the watch that lies beside the pool, whatever path the hook has.
    private static bool IsAttached()
    {
        var before = AppContext.GetData(StartupHooks) as string;
        var name = Path.GetFileName(typeof(HookedProcess).Assembly.Location);
        return before?.Split(Path.PathSeparator).Any(hook => string.Equals(Path.GetFileName(hook), name, StringComparison.Ordinal)) != true;
    }
}

using RedisGuard.Watch.Endings;

namespace RedisGuard.Watch.Arming;

/// <summary>A process that was started, or attached to, with the watch as its startup hook.</summary>
internal static class HookedProcess
{
    private static int s_entered;

    public static void Enter()
    {
        try
        {
            if (Interlocked.Exchange(ref s_entered, 1) != 0)
            {
                ReportFlush.Now();
                return;
            }

            var settings = HookSettings.FromEnvironment();
            if (settings is null || SdkProcesses.IsThis())
            {
                return;
            }

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
}

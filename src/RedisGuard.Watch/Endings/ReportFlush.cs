using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.Endings;

/// <summary>Writes the report, now and then and at the end: some ends of a process are told to nobody.</summary>
internal static class ReportFlush
{
    // What a kill -9 may take away, and what a terminal may lag behind.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private static readonly object s_gate = new();
    private static string? s_file;
    private static Timer? s_timer;
    private static Timer? s_collector;

    public static void Begin(HookSettings settings)
    {
        s_file = settings.ReportFile;
        s_timer = new Timer(static _ => Write(ProcessEnding.Running), null, Every, Every);
        if (settings.Watch.CollectEvery is { } every)
        {
            s_collector = new Timer(static _ => GC.Collect(), null, every, every);
        }
    }

    /// <summary>Writes the last report; whatever comes after it, a signal after an exit or the other way, writes again.</summary>
    public static void Write(ProcessEnding ending)
    {
        if (s_file is null || ConnectionWatch.Seen is not { } seen)
        {
            return;
        }

        try
        {
            lock (s_gate)
            {
                if (ending != ProcessEnding.Running)
                {
                    s_timer?.Dispose();
                    s_collector?.Dispose();
                }

                WatchReportJson.Write(ReportBuilder.Build(seen, ending), s_file);
            }
        }
#pragma warning disable CA1031 // A full disk, a folder that is gone: nothing that the program should hear of.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure.Disarm(e);
        }
    }
}

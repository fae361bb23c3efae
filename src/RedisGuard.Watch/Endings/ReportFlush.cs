using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.Endings;

/// <summary>Writes the report, now and then and at the end: some ends of a process are told to nobody.</summary>
internal static class ReportFlush
{
    // What a kill -9 may take away, and what a terminal may lag behind.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // The runtime compiles six hundred methods for it: not while it compiles the program's first connect.
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);

    private static readonly object s_gate = new();
    private static string? s_file;
    private static Timer? s_timer;
    private static Timer? s_collector;
    private static ProcessEnding s_ending;

    public static void Begin(HookSettings settings)
    {
        s_file = settings.ReportFile;
        // Empty until then: it tells at least that there is something to watch.
        using (File.Create(settings.ReportFile))
        {
        }

        s_timer = new Timer(static _ => Write(ProcessEnding.Running), null, First, Every);
        if (settings.Watch.CollectEvery is { } every)
        {
            s_collector = new Timer(static _ => GC.Collect(), null, every, every);
        }
    }

    /// <summary>Writes the report, unless one tells more: a program that was asked to end and returns from Main has ended by itself.</summary>
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
                // Signals, the timer and the end of Main come on threads of their own: the last to come needn't know most.
                if (Rank(ending) < Rank(s_ending))
                {
                    return;
                }

                s_ending = ending;
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

    private static int Rank(ProcessEnding ending) => ending switch
    {
        ProcessEnding.Running => 0,
        ProcessEnding.Signal => 1,
        _ => 2,
    };
}

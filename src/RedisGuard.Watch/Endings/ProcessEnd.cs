using System.Runtime.InteropServices;
using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.Endings;

/// <summary>Listens for every way in which a process ends that anybody is told of.</summary>
internal static class ProcessEnd
{
    // Held, or they would listen no longer.
    private static readonly List<PosixSignalRegistration> s_signals = [];

    public static void Listen(HookSettings settings)
    {
        ReportFlush.Begin(settings);
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => ReportFlush.Write(ProcessEnding.Exit);
        AppDomain.CurrentDomain.UnhandledException += static (_, _) => ReportFlush.Write(ProcessEnding.Exception);
        // Since .NET 10 these end a process without ProcessExit. They aren't cancelled: the program ends as it would have.
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            s_signals.Add(PosixSignalRegistration.Create(signal, static _ => ReportFlush.Write(ProcessEnding.Signal)));
        }
    }
}

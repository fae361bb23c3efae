using System.ComponentModel;
using System.Diagnostics;
using RedisGuard.Cli.Commands;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Watching;

/// <summary>Runs any program under the watch: its input, its output and its signals are its own.</summary>
internal static class WatchedProgram
{
    private static readonly TimeSpan NewsEvery = TimeSpan.FromSeconds(1);

    /// <param name="run">The program.</param>
    /// <param name="news">Told of the reports whenever they changed while the program runs; null for nobody.</param>
    /// <param name="cancellation">Asks the program to end.</param>
    /// <exception cref="CannotRunException">The program can't be started.</exception>
    public static async Task<WatchedOutcome> RunAsync(WatchedRun run, Action<IReadOnlyList<WatchReport>>? news, CancellationToken cancellation)
    {
        using var reports = new ReportFolder();
        using var process = Start(run, reports.Path);
        using var signals = new SignalForwarder(process.Id);
        using var cancelled = cancellation.Register(() => SignalForwarder.Terminate(process));
        var ended = process.WaitForExitAsync(CancellationToken.None);
        while (news is not null && await Task.WhenAny(ended, Task.Delay(NewsEvery, CancellationToken.None)).ConfigureAwait(false) != ended)
        {
            news(reports.Reports);
        }

        await ended.ConfigureAwait(false);
        return new WatchedOutcome(process.ExitCode, reports.Reports, reports.Entered, reports.Blind);
    }

    private static Process Start(WatchedRun run, string reports)
    {
        var start = new ProcessStartInfo(run.Command[0], run.Command.Skip(1));
        WatchHook.AddTo(start.Environment, run, reports);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CannotRunException($"can't start '{run.Command[0]}': {e.Message}", e);
        }
    }
}

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
        var reports = Directory.CreateTempSubdirectory("redisguard-watch-").FullName;
        try
        {
            using var process = Start(run, reports);
            using var signals = new SignalForwarder(process.Id);
            using var cancelled = cancellation.Register(() => SignalForwarder.Terminate(process));
            var ended = process.WaitForExitAsync(CancellationToken.None);
            while (news is not null && await Task.WhenAny(ended, Task.Delay(NewsEvery, CancellationToken.None)).ConfigureAwait(false) != ended)
            {
                news(ReportsIn(reports));
            }

            await ended.ConfigureAwait(false);
            var marks = Directory.GetFiles(reports, "*" + HookVariables.Mark);
            return new WatchedOutcome(process.ExitCode, ReportsIn(reports), marks.Length, [.. marks.Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines), .. Killed(reports)]);
        }
        finally
        {
            Directory.Delete(reports, recursive: true);
        }
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

    // A report is empty from the library's arrival to the first writing, half a second later.
    private static IEnumerable<string> Killed(string folder) => new DirectoryInfo(folder)
        .GetFiles("*.json")
        .Where(static report => report.Length == 0)
        .Select(static report => $"process {report.Name.Split('-')[0]}: killed before it could tell what it opened");

    private static List<WatchReport> ReportsIn(string folder) =>
        [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(WatchReportJson.Read).OfType<WatchReport>()];
}

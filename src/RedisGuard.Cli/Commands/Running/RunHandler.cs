using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Reports;
using RedisGuard.Cli.Watching;
using RedisGuard.Cli.Watching.Reporting;
using RedisGuard.Watch.LeakReports;

namespace RedisGuard.Cli.Commands.Running;

/// <summary>One run of <c>redisguard run</c>: start, wait, report, and the exit code.</summary>
internal sealed class RunHandler(TextWriter error, bool errorIsTerminal)
{
    public async Task<int> RunAsync(RunSettings settings, CancellationToken cancellation)
    {
        StartupHookSupport.Check(settings.Run.Command);
        CheckFiles(settings);
        var news = new LiveNews(error);
        var outcome = await WatchedProgram.RunAsync(settings.Run, errorIsTerminal ? news.Tell : null, cancellation).ConfigureAwait(false);
        var verdict = new RunVerdict(outcome);
        try
        {
            Report(settings, outcome, verdict);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && outcome.ExitCode != ExitCodes.Clean)
        {
            error.WriteLine($"redisguard: {e.Message}");
        }

        // The program's own failure comes first, what was found next; a watch that could not see is never a success.
        return outcome.ExitCode != ExitCodes.Clean ? outcome.ExitCode
            : verdict.Fails(settings.FailOn) ? ExitCodes.Findings
            : outcome.Entered == 0 || outcome.Blind.Count > 0 ? ExitCodes.CannotRun
            : ExitCodes.Clean;
    }

    // Before the program runs: what it did can't be undone, and what the watch saw would be lost.
    private static void CheckFiles(RunSettings settings)
    {
        foreach (var file in new[] { settings.OutputFile, settings.LeakFile }.OfType<string>())
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            if (!Directory.Exists(folder))
            {
                throw new CannotRunException($"can't write '{file}': there is no folder '{folder}'");
            }

            if (Directory.Exists(file))
            {
                throw new CannotRunException($"can't write '{file}': it is a folder");
            }
        }

        if (settings.LeakFile is { } leaks && File.Exists(leaks))
        {
            LeakFile.Read(leaks, RepositoryRoot.Of(Path.GetDirectoryName(Path.GetFullPath(leaks))!));
        }
    }

    private void Report(RunSettings settings, WatchedOutcome outcome, RunVerdict verdict)
    {
        using var file = settings.OutputFile is null ? null : new StreamWriter(settings.OutputFile);
        if (settings.Format == OutputFormat.Json)
        {
            RunJson.Write(outcome, verdict, file ?? error);
        }
        else
        {
            new RunText(file is null ? Terminal.Error() : Terminal.Plain(file)).Write(outcome, verdict, settings.Verbose);
        }

        if (settings.LeakFile is { } leaks)
        {
            var root = RepositoryRoot.Of(Path.GetDirectoryName(Path.GetFullPath(leaks))!);
            LeakFile.Add(leaks, outcome.Reports.Select(report => LeakReportOf.Process(report, root)), root);
        }
    }
}

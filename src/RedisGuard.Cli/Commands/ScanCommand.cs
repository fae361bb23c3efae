using System.CommandLine;
using RedisGuard.Analyzers.Baselines;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Commands;

/// <summary>The words of <c>redisguard scan</c>.</summary>
internal static class ScanCommand
{
    public static Command Create()
    {
        var targets = new Argument<string[]>("target")
        {
            Description = "Solutions (.sln, .slnx, .slnf), C# projects (.csproj), C# files (.cs) or folders; the current folder by default.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var choice = new ChoiceOptions();
        var format = WordOption.Of<ScanFormat>("--format", "What goes to the standard output; text by default.");
        var sarif = new Option<string?>("--sarif") { Description = "Also write a SARIF 2.1.0 log to this file.", HelpName = "file" };
        var severity = WordOption.Of<MinimumSeverity>("--severity", "The lowest severity reported; info by default.");
        var failOn = WordOption.Of<FailOn>("--fail-on", "The lowest reported severity that makes the exit code 1; warning by default.");
        var noRestore = new Option<bool>("--no-restore") { Description = "Don't run 'dotnet restore' on projects that were never restored." };
        var restoreTimeout = new Option<int>("--restore-timeout")
        {
            Description = "Seconds that restoring may take.",
            HelpName = "seconds",
            DefaultValueFactory = _ => (int)new ScanSettings { Targets = ["."] }.RestoreTimeout.TotalSeconds,
        };
        var loose = new Option<bool>("--loose") { Description = "Read sources only: MSBuild isn't started, nothing of the tree is executed." };

        var baseline = new Option<string?>("--baseline")
        {
            Description = $"Report what this file doesn't have. By default {BaselineFile.Name} of the target's folder or one above, up to the repository's.",
            HelpName = "file",
        };
        var writeBaseline = new Option<bool>("--write-baseline") { Description = "Write the baseline: a first one of all findings; an existing one without what was cured." };
        var acceptNew = new Option<bool>("--accept-new") { Description = "With --write-baseline: add new findings to an existing baseline." };
        var ignoreBaseline = new Option<bool>("--ignore-baseline") { Description = "Report everything, whatever a baseline has." };
        var failOnStale = new Option<bool>("--fail-on-stale") { Description = "Exit with 1 when the baseline has findings that were cured." };

        var command = new Command("scan", "Runs the RedisGuard analyzers over real code.")
        {
            targets, format, sarif, severity, failOn, noRestore, restoreTimeout, loose,
            baseline, writeBaseline, acceptNew, ignoreBaseline, failOnStale,
        };
        choice.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var scanner = new Scanner(AnalyzerCatalog.Shipped());
            var settings = new ScanSettings
            {
                Targets = parsed.GetValue(targets) is { Length: > 0 } named ? [.. named] : ["."],
                Projects = choice.Projects(parsed),
                Choice = choice.Of(parsed, scanner.RuleIds),
                Properties = choice.Properties(parsed),
                Format = parsed.GetValue(format) ?? ScanFormat.Text,
                SarifFile = parsed.GetValue(sarif),
                Severity = parsed.GetValue(severity) ?? MinimumSeverity.Info,
                FailOn = parsed.GetValue(failOn) ?? FailOn.Warning,
                Restore = !parsed.GetValue(noRestore),
                RestoreTimeout = TimeSpan.FromSeconds(parsed.GetValue(restoreTimeout)),
                Loose = parsed.GetValue(loose),
                Baseline = parsed.GetValue(baseline),
                WriteBaseline = parsed.GetValue(writeBaseline),
                AcceptNew = parsed.GetValue(acceptNew),
                IgnoreBaseline = parsed.GetValue(ignoreBaseline),
                FailOnStale = parsed.GetValue(failOnStale),
            };
            var handler = new ScanHandler(scanner, Terminal.Output(), Terminal.Progress());
            return handler.RunAsync(settings, cancellation);
        });
        return command;
    }
}

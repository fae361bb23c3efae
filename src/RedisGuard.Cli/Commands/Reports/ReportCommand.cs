using System.CommandLine;
using RedisGuard.Cli.Reports;
using RedisGuard.Cli.Watching.Reporting;
using RedisGuard.Watch.LeakReports;

namespace RedisGuard.Cli.Commands.Reports;

/// <summary>The words of <c>redisguard report</c>: leak reports of many processes become one that is committed.</summary>
internal static class ReportCommand
{
    public static Command Create() => new("report", "Gathers what processes reported into one redisguard.leaks.json.") { Merge(), Add() };

    private static Command Merge()
    {
        var files = Files();
        var output = new Option<string>("--output") { Description = "The file to write.", HelpName = "file", DefaultValueFactory = _ => LeakReport.FileName };
        var command = new Command("merge", "Makes one report of several. Sources aren't looked at.") { files, output };
        command.SetAction(parsed =>
        {
            var root = RepositoryRoot.Of(".");
            var merged = LeakReportMerge.Of(parsed.GetRequiredValue(files).SelectMany(Expand).Select(file => LeakFile.Read(file, root)));
            var target = parsed.GetRequiredValue(output);
            LeakReportJson.Write(merged, target);
            Console.WriteLine($"{target}: {SiteText.Count(merged.Leaks.Count, "call")}");
            return ExitCodes.Clean;
        });
        return command;
    }

    private static Command Add()
    {
        var files = Files();
        var to = new Option<string?>("--to") { Description = "The report to add to; by default redisguard.leaks.json at the root of the repository.", HelpName = "file" };
        var command = new Command("add", "Adds reports to the one of the repository, with what its sources tell of each call.") { files, to };
        command.SetAction(parsed =>
        {
            var root = RepositoryRoot.Of(".");
            var target = parsed.GetValue(to) ?? Path.Combine(root, LeakReport.FileName);
            var count = LeakFile.Add(target, parsed.GetRequiredValue(files).SelectMany(Expand).Select(file => LeakFile.Read(file, root)), root);
            Console.WriteLine($"{target}: {SiteText.Count(count, "call")}");
            return ExitCodes.Clean;
        });
        return command;
    }

    private static Argument<string[]> Files() => new("files")
    {
        Description = "Leak reports, or folders with reports of single processes (redisguard.leaks.<process>.json).",
        Arity = ArgumentArity.OneOrMore,
    };

    private static string[] Expand(string path) => Directory.Exists(path)
        ? Directory.GetFiles(path, "redisguard.leaks*.json")
        : File.Exists(path) ? [path] : throw new CannotRunException($"no such file or folder: {path}");
}

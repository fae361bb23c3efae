using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Tests.Docs;

/// <summary>Every option of the tool is on its command's page, and every one of the pages is one of the tool's.</summary>
public sealed partial class OptionsTests
{
    private static readonly Command Tool = CommandLine.Create();

    [Theory]
    [InlineData("tool.md", "scan")]
    [InlineData("watch.md", "run")]
    [InlineData("watch.md", "attach")]
    [InlineData("leak-report.md", "report merge")]
    [InlineData("leak-report.md", "report add")]
    [InlineData("monitor.md", "monitor")]
    [InlineData("monitor.md", "monitor test")]
    [InlineData("cleanup.md", "cleanup")]
    [InlineData("fleet.md", "fleet")]
    [InlineData("fleet.md", "budget")]
    public void EveryOption_IsOnThePage(string page, string command)
    {
        var text = Text(page);
        Assert.All(OptionsOf(Find(command)), option => Assert.Matches($"{Regex.Escape(option)}(?![a-z-])", text));
    }

    [Fact]
    public void EveryCommand_IsTested() => Assert.Equal(
        ["scan", "run", "attach", "report", "monitor", "cleanup", "fleet", "budget"], Tool.Subcommands.Select(static command => command.Name));

    [Theory]
    [InlineData("tool.md")]
    [InlineData("adopting.md")]
    [InlineData("watch.md")]
    [InlineData("leak-report.md")]
    [InlineData("monitor.md")]
    [InlineData("cleanup.md")]
    [InlineData("fleet.md")]
    public void EveryOptionOfATable_IsOneOfTheTool(string page)
    {
        var known = All(Tool).SelectMany(OptionsOf).ToHashSet();
        Assert.All(Row().Matches(Text(page)).SelectMany(static row => Option().Matches(row.Groups[1].Value)).Select(static option => option.Value), option => Assert.Contains(option, known));
    }

    private static Command Find(string words) => words.Split(' ').Aggregate(Tool, static (command, word) => command.Subcommands.Single(sub => sub.Name == word));

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Where(static option => option is not HelpOption and not VersionOption && !option.Hidden).Select(static option => option.Name);

    private static string Text(string page) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", page));

    [GeneratedRegex(@"^\|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("--[a-z][a-z-]+[a-z]")]
    private static partial Regex Option();
}

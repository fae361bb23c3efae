using System.CommandLine;
using System.Reflection;
using RedisGuard.Cli.Commands.Attaching;
using RedisGuard.Cli.Commands.Cleaning;
using RedisGuard.Cli.Commands.Fleets;
using RedisGuard.Cli.Commands.Monitoring;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Monitoring;

namespace RedisGuard.Cli.Server.Tests.Pictures;

/// <summary>What a command can be told stands on its page.</summary>
public sealed class PagesTests
{
    private static readonly string Docs = Path.GetDirectoryName(
        typeof(PagesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "Images").Value!)!;

    // The same for every command that speaks to a server, and told once.
    private static readonly string[] Login = ["--user", "--password-stdin", "--cacert", "--cert", "--key"];

    public static TheoryData<string, string> Commands => new()
    {
        { "attach", "watch.md" },
        { "monitor", "monitor.md" },
        { "test", "monitor.md" },
        { "cleanup", "cleanup.md" },
        { "force", "cleanup.md" },
        { "reset", "cleanup.md" },
        { "fleet", "fleet.md" },
        { "budget", "fleet.md" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task EveryOption_IsOnThePage(string name, string page)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Docs, page), TestContext.Current.CancellationToken);
        var command = All().Single(command => command.Name == name);
        Assert.InRange(command.Options.Count, 3, int.MaxValue);
        Assert.All(command.Options.Select(static option => option.Name).Except(page == "monitor.md" ? [] : Login), option => Assert.Contains(option, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryVerdict_Field_AndFormat_IsOnThePage()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Docs, "monitor.md"), TestContext.Current.CancellationToken);
        Assert.All(Enum.GetValues<Verdict>(), verdict => Assert.Contains($"| {Judgement.Word(verdict)} |", text, StringComparison.Ordinal));
        Assert.All(FilterCondition.Fields, field => Assert.Contains($"`{field}`", text, StringComparison.Ordinal));
#pragma warning disable CA1308 // As it is typed.
        Assert.All(Enum.GetNames<MonitorFormat>(), format => Assert.Contains(format.ToLowerInvariant(), text, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<Grouping>().Where(static grouping => grouping != nameof(Grouping.Holder)), grouping => Assert.Contains($"`{grouping.ToLowerInvariant()}`", text, StringComparison.Ordinal));
#pragma warning restore CA1308
    }

    private static IEnumerable<Command> All() =>
        ((Command[])[AttachCommand.Create(), MonitorCommand.Create(), CleanupCommand.Create(), FleetCommand.Create(), BudgetCommand.Create()]).SelectMany(static command => command.Subcommands.Prepend(command));
}

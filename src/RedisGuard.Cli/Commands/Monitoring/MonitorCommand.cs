using System.CommandLine;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Monitoring;
using RedisGuard.Cli.Monitoring.Formats;
using RedisGuard.Cli.Monitoring.Histories;
using RedisGuard.Cli.Monitoring.Screen;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Commands.Monitoring;

/// <summary>The words of <c>redisguard monitor</c>.</summary>
internal sealed class MonitorCommand
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(365);

    private readonly ServerOptions _servers = new();
    private readonly Option<bool> _once = new("--once") { Description = "One look." };
    private readonly Option<bool> _watch = new("--watch") { Description = "Look until told to end: the default on a terminal." };
    private readonly Option<bool> _stat = new("--stat") { Description = "One line a look, without the list of clients." };
    private readonly Option<TimeSpan?> _interval = TextOptions.Time("--interval", "Between two looks; 2s by default. The list of a big server is asked for less often.", TimeSpan.FromMilliseconds(200), TimeSpan.FromHours(1));
    private readonly Option<TimeSpan?> _for = TextOptions.Time("--for", "End after this time.", TimeSpan.FromMilliseconds(100), LongestRun);
    private readonly Option<MonitorFormat?> _format = WordOption.Of<MonitorFormat>("--format", "The form of the output; text by default. ndjson is one line a look.");
    private readonly Option<string?> _output = new("--output") { Description = "Also write to this file, in the format of its ending (.csv, .ndjson, .json, .prom).", HelpName = "file" };
    private readonly Option<Grouping?> _group = WordOption.Of<Grouping>("--group", "What makes clients one holder.");
    private readonly Option<Filter?> _filter = TextOptions.Filter("Clients that fulfil all conditions only, such as 'name=rg:shop:* idle>5m type=pubsub'.");
    private readonly Option<IReadOnlyList<FailCondition>?> _failOn = TextOptions.Parsed(
        "--fail-on", "Exit with 1 when met: leak, churn, orphan, rehandshake, rejected, headroom<20%, clients>500, idle>10m:50.", "conditions", FailCondition.Parse);
    private readonly Option<string?> _history = new("--history") { Description = "Append each look to this file, for --replay.", HelpName = "file" };
    private readonly Option<FileInfo> _replay = new("--replay") { Description = "Read this history instead of servers.", HelpName = "file" };
    private readonly Option<bool> _redact = new("--redact") { Description = "Replace addresses and users by marks." };
    private readonly Option<bool> _only = new("--only") { Description = "Look at the named servers only, not at the nodes and replicas that they name." };
    private readonly Option<TimeSpan?> _waitForSlot = TextOptions.Time("--wait-for-slot", "How long to wait for a full server to have room; 30s by default.", TimeSpan.Zero, TimeSpan.FromHours(1));

    public static Command Create() => new MonitorCommand().Build();

    private Command Build()
    {
        var command = new Command("monitor", "Shows who holds a server's connections, and who leaks them.");
        _servers.AddTo(command);
        _replay.AcceptExistingOnly();
        foreach (var option in (Option[])[_once, _watch, _stat, _interval, _for, _format, _output, _group, _filter, _failOn, _history, _replay, _redact, _only, _waitForSlot])
        {
            command.Options.Add(option);
        }

        command.Subcommands.Add(LeakTestCommand.Create());
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = Settings(parsed);
        ILookSource source = settings.ReplayFile is { } file ? new HistoryLooks(file) : new LiveLooks(settings, TimeProvider.System);
        await using var closing = source.ConfigureAwait(false);
        string? met;
        int exitCode;
        using (var view = View(settings))
        {
            var screen = view as LiveScreen;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, screen?.Quit ?? CancellationToken.None);
            var run = new MonitorRun(settings, source, view, TimeProvider.System);
            exitCode = await run.RunAsync(ending.Token).ConfigureAwait(false);
            met = run.Met;
            // A history ends at once: what it came to stays on the screen until somebody has read it.
            if (screen is not null && settings.ReplayFile is not null)
            {
                await Task.Delay(Timeout.Infinite, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        if (met is not null)
        {
            await Console.Error.WriteLineAsync($"redisguard: {met}").ConfigureAwait(false);
        }

        return exitCode;
    }

    private MonitorSettings Settings(ParseResult parsed)
    {
        var replay = parsed.GetValue(_replay)?.FullName;
        if (replay is not null && _servers.HasEndpoints(parsed))
        {
            throw new CannotRunException("--replay reads a history: name no endpoint with it");
        }

        var defaults = new MonitorSettings();
        return new MonitorSettings
        {
            Servers = replay is null ? _servers.Servers(parsed) : [],
            Discovers = !parsed.GetValue(_only),
            Mode = Mode(parsed),
            Interval = parsed.GetValue(_interval) ?? defaults.Interval,
            For = parsed.GetValue(_for),
            Format = parsed.GetValue(_format) ?? MonitorFormat.Text,
            OutputFile = parsed.GetValue(_output),
            Grouping = parsed.GetValue(_group) ?? Grouping.Holder,
            Filter = parsed.GetValue(_filter) ?? Filter.None,
            FailOn = parsed.GetValue(_failOn) ?? [],
            HistoryFile = parsed.GetValue(_history),
            ReplayFile = replay,
            Redacts = parsed.GetValue(_redact),
            WaitForSlot = parsed.GetValue(_waitForSlot) ?? defaults.WaitForSlot,
        };
    }

    private MonitorMode Mode(ParseResult parsed)
    {
        var chosen = new[] { (_once, MonitorMode.Once), (_watch, MonitorMode.Watch), (_stat, MonitorMode.Stat) }.Where(mode => parsed.GetValue(mode.Item1)).ToList();
        if (chosen.Count > 1)
        {
            throw new CannotRunException("--once, --watch and --stat exclude each other");
        }

        if (chosen is [(_, MonitorMode.Once)] && parsed.GetValue(_for) is not null)
        {
            throw new CannotRunException("--once and --for exclude each other");
        }

        if (chosen is [(_, MonitorMode.Stat)] && parsed.GetValue(_format) is not (null or MonitorFormat.Text))
        {
            throw new CannotRunException("--stat is a format of its own: leave --format out");
        }

        return chosen is [(_, var mode)] ? mode
            : parsed.GetValue(_for) is not null || !Console.IsOutputRedirected ? MonitorMode.Watch
            : MonitorMode.Once;
    }

    private static IMonitorView View(MonitorSettings settings)
    {
        if (settings is { Format: MonitorFormat.Text, Mode: MonitorMode.Watch } && !Console.IsOutputRedirected)
        {
            return new LiveScreen(Terminal.Output());
        }

        var output = Terminal.Stream();
        if (settings.Mode == MonitorMode.Stat)
        {
            return new StreamView(new StatFormat(), output);
        }

        var format = SnapshotFormats.Of(settings.Format);
        // What replaces itself is of use whole and once; so is the text of a replay, and of a run with an end.
        var isLast = format.Replaces || (settings.Format == MonitorFormat.Text && (settings.For is not null || settings.ReplayFile is not null));
        return isLast ? new LastView(format, output) : new StreamView(format, output);
    }
}

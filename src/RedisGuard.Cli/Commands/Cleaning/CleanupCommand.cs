using System.CommandLine;
using RedisGuard.Cli.Cleaning;
using RedisGuard.Cli.Commands.Monitoring;
using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Commands.Cleaning;

/// <summary>The words of <c>redisguard cleanup</c> and <c>cleanup force</c>: the same pipeline behind both.</summary>
internal sealed class CleanupCommand
{
    private const string ProtectedUsersVariable = "REDISGUARD_PROTECTED_USERS";
    private static readonly TimeSpan LongestIdle = TimeSpan.FromDays(365);

    private readonly CleanupVerb _verb;
    private readonly ServerOptions _servers = new();
    private readonly Option<Filter?> _filter = TextOptions.Filter("Connections that fulfil all conditions only, such as 'name=rg:shop:* idle>5m'.");
    private readonly Option<TimeSpan?> _idle = TextOptions.Time("--idle", "Idle for longer than this; orphaned or not, unless --orphans is given.", TimeSpan.Zero, LongestIdle);
    private readonly Option<bool> _orphans = new("--orphans") { Description = "Only connections whose process ended; idle for longer than 150s unless --idle says otherwise. The default." };
    private readonly Option<bool> _all = new("--all") { Description = "Every connection but the protected ones." };
    private readonly Option<Victims?> _victims = WordOption.Of<Victims>("--victims", "All, which is the default, or only the oldest of each holder.");
    private readonly Option<bool> _monitors = new("--include-monitor") { Description = "MONITOR sessions too." };
    private readonly Option<long?> _max = TextOptions.Number("--max", "The most to close; without it 50 and a fifth of all clients.", 1, 1_000_000);
    private readonly Option<double?> _rate = TextOptions.Parsed<double?>("--rate", "Connections closed a second, such as 10/s; 10 by default.", "n/s", Rate);
    private readonly Option<bool> _yes = new("--yes") { Description = "Don't ask: needed where there is no terminal." };
    private readonly Option<string?> _plan = new("--plan") { Description = "Write the plan to this file and close nothing.", HelpName = "file" };
    private readonly Option<FileInfo> _apply = new("--apply") { Description = "Close what this plan names, where it still fulfils the plan's conditions.", HelpName = "file" };
    private readonly Option<string?> _audit = new("--audit") { Description = "Append a line of JSON for each connection to this file.", HelpName = "file" };
    private readonly Option<string?> _stopFile = new("--stop-file") { Description = "Close nothing while this file exists; redisguard.stop in the temporary folder by default.", HelpName = "file" };
    private readonly Option<FileInfo> _testMatching = new("--test-matching") { Description = "Show what the conditions select of a saved CLIENT LIST; speaks to no server.", HelpName = "file" };

    private CleanupCommand(CleanupVerb verb) => _verb = verb;

    public static Command Create()
    {
        var command = new CleanupCommand(CleanupVerb.Clean).Build("cleanup", "Closes connections that nobody uses: orphaned ones, and idle ones on demand.");
        command.Subcommands.Add(ResetCommand.Create());
        command.Subcommands.Add(new CleanupCommand(CleanupVerb.Force).Build("force", "Closes the connections that a filter selects, used or not."));
        return command;
    }

    private Command Build(string name, string description)
    {
        var command = new Command(name, description);
        _servers.AddTo(command);
        _apply.AcceptExistingOnly();
        _testMatching.AcceptExistingOnly();
        IEnumerable<Option> own = _verb == CleanupVerb.Force ? [_all] : [_orphans];
        foreach (var option in own.Concat([_filter, _idle, _victims, _monitors, _max, _rate, _yes, _plan, _apply, _audit, _stopFile, _testMatching]))
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = Settings(parsed);
        var run = new CleanupRun(settings, new Confirmation(parsed.GetValue(_yes)), Console.Out, TimeProvider.System)
        {
            PlanOutput = parsed.GetValue(_plan),
            AuditFile = parsed.GetValue(_audit),
        };
        CheckFolder("--plan", run.PlanOutput);
        CheckFolder("--audit", run.AuditFile);
        if (parsed.GetValue(_testMatching) is { } list)
        {
            return Task.FromResult(run.TestMatching(list.FullName));
        }

        if (parsed.GetValue(_apply) is { } plan)
        {
            if (run.PlanOutput is not null)
            {
                throw new CannotRunException("--plan and --apply exclude each other");
            }

            return run.ApplyAsync(PlanFile.Read(plan.FullName), _servers.Servers(parsed), _servers.HasEndpoints(parsed), cancellation);
        }

        if (_verb == CleanupVerb.Force && !parsed.GetValue(_all) && settings.Filter.Conditions.Count == 0 && settings.Idle is null)
        {
            throw new CannotRunException("cleanup force closes connections that are used: say which by --filter, or --all");
        }

        return run.RunAsync(_servers.Servers(parsed), cancellation);
    }

    // Told before anything is asked or closed, not after.
    private static void CheckFolder(string option, string? file)
    {
        if (file is not null && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
        {
            throw new CannotRunException($"{option}: no such folder: {folder}");
        }
    }

    private CleanupSettings Settings(ParseResult parsed)
    {
        var idle = parsed.GetValue(_idle);
        var isOrphans = _verb == CleanupVerb.Clean && (parsed.GetValue(_orphans) || idle is null);
        if (parsed.GetValue(_all) && parsed.GetValue(_filter) is not null)
        {
            throw new CannotRunException("--all and --filter exclude each other");
        }

        return new CleanupSettings
        {
            Verb = _verb,
            Filter = parsed.GetValue(_filter) ?? Filter.None,
            Orphans = isOrphans,
            Idle = idle ?? (isOrphans ? TimeSpan.FromSeconds(Holders.Orphans.SilentSeconds) : null),
            Victims = parsed.GetValue(_victims) ?? Victims.All,
            IncludeMonitors = parsed.GetValue(_monitors),
            ProtectedUsers = (Environment.GetEnvironmentVariable(ProtectedUsersVariable) ?? string.Empty)
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
            Max = (int?)parsed.GetValue(_max),
            Rate = parsed.GetValue(_rate) ?? new CleanupSettings().Rate,
            StopFile = parsed.GetValue(_stopFile) ?? Path.Combine(Path.GetTempPath(), "redisguard.stop"),
        };
    }

    private static double? Rate(string text)
    {
        var number = text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text;
        return double.TryParse(number, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate is >= 0.1 and <= 1000
            ? rate
            : throw new FormatException($"'{text}': expected a rate such as 10/s, from 0.1/s to 1000/s");
    }
}

using System.CommandLine;
using System.Text.Json;
using RedisGuard.Cli.Commands.Monitoring;
using RedisGuard.Cli.Fleet;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Servers.Deployments;

namespace RedisGuard.Cli.Commands.Fleets;

/// <summary>The words of <c>redisguard fleet</c>.</summary>
internal sealed class FleetCommand
{
    private readonly ServerOptions _servers = new();
    private readonly Option<OutputFormat?> _format = WordOption.Of<OutputFormat>("--format", "The form of the output; text by default.");
    private readonly Option<IReadOnlyList<string>?> _failOn = TextOptions.Parsed("--fail-on", "Exit with 1 when found: skew, orphan, version.", "what", FailOn);

    public static Command Create() => new FleetCommand().Build();

    private Command Build()
    {
        var command = new Command("fleet", "Shows a fleet by application, version and instance, from the servers' own lists.");
        _servers.AddTo(command);
        command.Options.Add(_format);
        command.Options.Add(_failOn);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var deployment = new Deployment(_servers.Servers(parsed), discovers: true, "rg:cli:fleet", TimeProvider.System);
        await using var closing = deployment.ConfigureAwait(false);
        var looks = await deployment.LookAsync(static _ => true, cancellation).ConfigureAwait(false);
        var told = looks.Where(static look => look.Clients is not null).ToList();
        if (told.Count == 0)
        {
            throw new CannotRunException(string.Join("; ", looks.Select(static look => $"{look.Endpoint}: {look.Trouble ?? look.ListRefusal}")));
        }

        foreach (var look in looks.Where(static look => look.Clients is null))
        {
            await Console.Error.WriteLineAsync($"redisguard: {look.Endpoint} is not counted: {look.Trouble ?? look.ListRefusal}").ConfigureAwait(false);
        }

        var report = FleetReport.Of(told);
        var output = Terminal.Stream();
        if (parsed.GetValue(_format) == OutputFormat.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(report, FleetJson.Default.FleetReport));
        }
        else
        {
            output.WriteLine(string.Join('\n', FleetText.Of(report)));
        }

        return (parsed.GetValue(_failOn) ?? []).Any(what => IsMet(what, report)) ? ExitCodes.Findings : ExitCodes.Clean;
    }

    private static bool IsMet(string what, FleetReport report) => report.Applications.Any(application => what switch
    {
        "skew" => application.Instances.Any(static instance => instance.IsSkewed),
        "orphan" => application.Instances.Any(static instance => instance.IsOrphaned),
        _ => application.IntroducedBy is not null,
    });

    private static IReadOnlyList<string> FailOn(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(parts, static part => part is not ("skew" or "orphan" or "version")) is { } unknown
            ? throw new FormatException($"'{unknown}': expected skew, orphan or version")
            : parts;
    }
}

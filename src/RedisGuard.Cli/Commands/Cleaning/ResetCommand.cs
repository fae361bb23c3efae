using System.CommandLine;
using System.Globalization;
using RedisGuard.Cli.Cleaning;
using RedisGuard.Cli.Cleaning.Limits;
using RedisGuard.Cli.Commands.Monitoring;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Commands.Cleaning;

/// <summary>The words of <c>redisguard cleanup reset</c>.</summary>
internal sealed class ResetCommand
{
    private const long MostSeconds = 365 * 24 * 3600;

    private readonly ServerOptions _servers = new();
    private readonly Option<long?> _maxClients = TextOptions.Number("--maxclients", "How many clients the server lets in.", 1, 10_000_000);
    private readonly Option<long?> _timeout = TextOptions.Number("--timeout", "Seconds of idling after which it closes a client; 0 for never.", 0, MostSeconds);
    private readonly Option<long?> _keepAlive = TextOptions.Number("--tcp-keepalive", "Seconds between its probes on a silent socket; 0 for none.", 0, MostSeconds);
    private readonly Option<bool> _rewrite = new("--rewrite") { Description = "Write the settings into the server's file, so that they outlive a restart." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Don't ask: needed where there is no terminal." };

    public static Command Create() => new ResetCommand().Build();

    private Command Build()
    {
        var command = new Command("reset", "Shows and sets the limits that decide which connections a server keeps.");
        _servers.AddTo(command);
        foreach (var option in (Option[])[_maxClients, _timeout, _keepAlive, _rewrite, _yes])
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var wanted = new ServerLimits(parsed.GetValue(_maxClients), parsed.GetValue(_timeout), parsed.GetValue(_keepAlive));
        if (wanted.IsEmpty && parsed.GetValue(_rewrite))
        {
            throw new CannotRunException("--rewrite without a setting: name --maxclients, --timeout or --tcp-keepalive");
        }

        foreach (var address in _servers.Servers(parsed))
        {
            try
            {
                var session = await ServerSession.OpenAsync(address, CleaningServer.ToolName, cancellation).ConfigureAwait(false);
                await using var closing = session.ConfigureAwait(false);
                await RunAsync(address, new LimitedServer(session), wanted, parsed, cancellation).ConfigureAwait(false);
            }
            catch (ServerTroubleException e)
            {
                throw new CannotRunException($"{address}: {e.Message}", e);
            }
        }

        return ExitCodes.Clean;
    }

    private async Task RunAsync(ServerAddress address, LimitedServer server, ServerLimits wanted, ParseResult parsed, CancellationToken cancellation)
    {
        var reset = new LimitReset(server);
        var output = Console.Out;
        if (wanted.IsEmpty)
        {
            output.WriteLine($"LIMITS  {address}");
            foreach (var (setting, value) in await reset.ReadAsync(cancellation).ConfigureAwait(false))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {setting,-14} {value?.ToString(CultureInfo.InvariantCulture) ?? "not told"}"));
            }

            return;
        }

        var changes = await reset.PlanAsync(wanted, cancellation).ConfigureAwait(false);
        output.WriteLine($"PLAN  {address}");
        foreach (var change in changes)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {change.Setting,-14} {change.Before} -> {change.After}{(change.Before == change.After ? "  (as it is)" : string.Empty)}"));
        }

        foreach (var warning in LimitReset.Warnings(wanted))
        {
            output.WriteLine($" note: {warning}");
        }

        if (!new Confirmation(parsed.GetValue(_yes)).Of("Set these?", "y"))
        {
            output.WriteLine(" dry run: nothing was changed; --yes sets them");
            return;
        }

        await reset.ApplyAsync(changes, cancellation).ConfigureAwait(false);
        var lasting = !parsed.GetValue(_rewrite) ? "until the server restarts; --rewrite makes it lasting"
            : await server.RewriteAsync(cancellation).ConfigureAwait(false) is { } refusal ? $"until the server restarts: its file couldn't be written: {refusal}"
            : "and written into the server's file";
        output.WriteLine($"DONE  {address}  set, {lasting}");
    }
}

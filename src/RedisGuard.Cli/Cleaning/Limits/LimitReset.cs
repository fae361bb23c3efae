using System.Globalization;
using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Cleaning.Limits;

/// <summary>
/// Sets a server's limits without locking everybody out. <c>maxclients</c> below the present count shuts the door for the
/// connection too that would open it again: so it is refused near the count, and after it is set another connection must
/// still get in, or the old value is put back.
/// </summary>
internal sealed class LimitReset(ILimitedServer server)
{
    /// <summary>Free places that must be left: for those who connect meanwhile, and for an administrator.</summary>
    public const int Room = 32;

    /// <summary>StackExchange.Redis pings each 60 s: a timeout below twice that closes connections that are well.</summary>
    public const int ShortestTimeout = 120;

    /// <summary>Reads what would change.</summary>
    /// <exception cref="CannotRunException">It can't be read, or would lock everybody out.</exception>
    public async Task<IReadOnlyList<LimitChange>> PlanAsync(ServerLimits wanted, CancellationToken cancellation)
    {
        try
        {
            List<LimitChange> changes = [];
            foreach (var (setting, value) in ServerLimits.Settings)
            {
                if (value(wanted) is { } after)
                {
                    changes.Add(new LimitChange(setting, await ReadAsync(setting, cancellation).ConfigureAwait(false), after));
                }
            }

            if (wanted.MaxClients is { } most && await server.ConnectedAsync(cancellation).ConfigureAwait(false) is var connected && (connected is null || most < connected + Room))
            {
                throw new CannotRunException(connected is null
                    ? "the server doesn't tell how many are connected: maxclients can't be set safely"
                    : string.Create(CultureInfo.InvariantCulture, $"maxclients {most} is less than the {connected} connected and {Room} free places: everybody would be locked out, whoever would undo it too; nothing was changed"));
            }

            return changes;
        }
        catch (ServerTroubleException e)
        {
            throw new CannotRunException(e.Message, e);
        }
    }

    /// <summary>Reads the three limits.</summary>
    public async Task<IReadOnlyList<(string Setting, long? Value)>> ReadAsync(CancellationToken cancellation)
    {
        List<(string, long?)> values = [];
        foreach (var (setting, _) in ServerLimits.Settings)
        {
            try
            {
                values.Add((setting, await server.ReadAsync(setting, cancellation).ConfigureAwait(false)));
            }
            catch (ServerTroubleException e)
            {
                throw new CannotRunException(e.Message, e);
            }
        }

        return values;
    }

    /// <summary>Warnings that a change deserves before it is made.</summary>
    public static IEnumerable<string> Warnings(ServerLimits wanted)
    {
        if (wanted.Timeout is > 0 and < ShortestTimeout)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"timeout {wanted.Timeout} s closes connections that are well: StackExchange.Redis pings each 60 s, so take {ShortestTimeout} s or more");
        }

        if (wanted.Timeout is > 0)
        {
            yield return "timeout spares pub/sub clients and replicas, whatever it is";
        }

        if (wanted.TcpKeepAlive is 0)
        {
            yield return "tcp-keepalive 0 lets the sockets of dead clients stay for ever";
        }
    }

    /// <summary>Makes the changes; when one fails, those before it are put back.</summary>
    public async Task ApplyAsync(IReadOnlyList<LimitChange> changes, CancellationToken cancellation)
    {
        List<LimitChange> made = [];
        foreach (var change in changes.Where(static change => change.Before != change.After))
        {
            try
            {
                await server.WriteAsync(change.Setting, change.After, cancellation).ConfigureAwait(false);
                made.Add(change);
                if (change.Setting == "maxclients" && !await server.LetsInAsync(cancellation).ConfigureAwait(false))
                {
                    throw new ServerTroubleException(ServerState.Full, string.Create(CultureInfo.InvariantCulture, $"with maxclients {change.After} no other connection got in"));
                }
            }
            catch (Exception e) when (e is ServerTroubleException or OperationCanceledException)
            {
                throw new CannotRunException($"{(e is ServerTroubleException ? e.Message : "interrupted")}; {await PutBackAsync(made).ConfigureAwait(false)}", e);
            }
        }
    }

    private async Task<long> ReadAsync(string setting, CancellationToken cancellation) =>
        await server.ReadAsync(setting, cancellation).ConfigureAwait(false) ?? throw new CannotRunException($"the server has no setting '{setting}'");

    private async Task<string> PutBackAsync(List<LimitChange> made)
    {
        List<string> failed = [];
        foreach (var change in Enumerable.Reverse(made))
        {
            try
            {
                await server.WriteAsync(change.Setting, change.Before, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ServerTroubleException e)
            {
                failed.Add(string.Create(CultureInfo.InvariantCulture, $"{change.Setting} is {change.After} and couldn't be put back to {change.Before}: {e.Message}"));
            }
        }

        return failed.Count > 0 ? string.Join("; ", failed) : "what was changed is put back";
    }
}

using System.Globalization;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Resp;

namespace RedisGuard.Cli.Cleaning.Limits;

/// <summary>The limits of a server over one session.</summary>
internal sealed class LimitedServer(ServerSession session) : ILimitedServer
{
    public async Task<long?> ConnectedAsync(CancellationToken cancellation)
    {
        var info = await session.AskAsync(["INFO", "clients"], cancellation).ConfigureAwait(false);
        if (info.AsText() is { } text && new InfoText(text).Number("connected_clients") is > 0 and var connected)
        {
            return connected;
        }

        var list = await session.AskAsync(["CLIENT", "LIST"], cancellation).ConfigureAwait(false);
        return list.AsText() is { } clients ? Servers.Clients.ClientListParser.Parse(clients).Count : null;
    }

    public async Task<long?> ReadAsync(string setting, CancellationToken cancellation)
    {
        var reply = await session.AskAsync(["CONFIG", "GET", setting], cancellation).ConfigureAwait(false);
        if (reply.IsError)
        {
            throw Refused(reply);
        }

        return reply.Items is [_, { } value] && long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public async Task WriteAsync(string setting, long value, CancellationToken cancellation)
    {
        var reply = await session.AskAsync(["CONFIG", "SET", setting, value.ToString(CultureInfo.InvariantCulture)], cancellation).ConfigureAwait(false);
        if (reply.IsError)
        {
            throw Refused(reply);
        }
    }

    public async Task<string?> RewriteAsync(CancellationToken cancellation)
    {
        var reply = await session.AskAsync(["CONFIG", "REWRITE"], cancellation).ConfigureAwait(false);
        return reply.IsError ? PlainText.Of(reply.Text) : null;
    }

    public async Task<bool> LetsInAsync(CancellationToken cancellation)
    {
        try
        {
            var second = await ServerSession.OpenAsync(session.Address, CleaningServer.ToolName, cancellation).ConfigureAwait(false);
            await using var closing = second.ConfigureAwait(false);
            return !(await second.AskAsync(["PING"], cancellation).ConfigureAwait(false)).Text.Contains("max number", StringComparison.Ordinal);
        }
        catch (ServerTroubleException)
        {
            return false;
        }
    }

    private static ServerTroubleException Refused(RespValue reply) => new(ServerState.Refused, reply.ErrorCode is "NOPERM"
        ? "CONFIG is refused (NOPERM): ask for  +config|get +config|set +config|rewrite"
        : reply.Text.StartsWith("ERR unknown command", StringComparison.OrdinalIgnoreCase) || reply.Text.Contains("not allowed", StringComparison.OrdinalIgnoreCase)
            ? "CONFIG is refused, as managed servers do: set maxclients and timeout in the parameter group (ElastiCache, MemoryDB), in the portal's advanced settings (Azure), or in the service's console"
            : $"CONFIG is refused: {PlainText.Of(reply.Text)}");
}

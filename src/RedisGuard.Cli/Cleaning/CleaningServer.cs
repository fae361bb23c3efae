using System.Globalization;
using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;
using RedisGuard.Cli.Servers.Resp;

namespace RedisGuard.Cli.Cleaning;

/// <summary>A server over one session. Closes by id and by nothing else: any other filter would take what came since the plan.</summary>
internal sealed class CleaningServer : ICleaningServer, IAsyncDisposable
{
    public const string ToolName = "rg:cli:cleanup";

    private readonly ServerSession _session;
    private readonly TimeProvider _clock;
    private readonly LocalSockets _sockets = new();

    private CleaningServer(ServerSession session, TimeProvider clock)
    {
        _session = session;
        _clock = clock;
    }

    public static async Task<CleaningServer> OpenAsync(ServerAddress address, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            return new CleaningServer(await ServerSession.OpenAsync(address, ToolName, cancellation).ConfigureAwait(false), clock);
        }
        catch (ServerTroubleException e)
        {
            throw new CannotRunException($"{address}: {e.Message}", e);
        }
    }

    public async Task<ServerLook> LookAsync(CancellationToken cancellation)
    {
        var replies = await _session.AskAsync([["INFO"], ["CLIENT", "LIST"]], cancellation).ConfigureAwait(false);
        if (replies[1].AsText() is not { } list)
        {
            throw new CannotRunException($"{_session.Address}: CLIENT LIST is refused: {PlainText.Of(replies[1].Text)}");
        }

        if (_session.OwnId is null)
        {
            throw new CannotRunException($"{_session.Address}: CLIENT ID is refused, so that this tool can't tell itself from the others");
        }

        var rows = ClientListParser.Parse(list).Where(row => row.Id != _session.OwnId).ToList();
        return new ServerLook(_session.Address.ToString(), _clock.GetUtcNow(), ServerState.Up)
        {
            Facts = replies[0].AsText() is { } info ? ServerFacts.Of(new InfoText(info), null) : null,
            Clients = _sockets.Attribute(rows),
            OwnId = _session.OwnId,
        };
    }

    public async Task<ClientRow?> FindAsync(long id, CancellationToken cancellation)
    {
        var reply = await _session.AskAsync(["CLIENT", "LIST", "ID", Number(id)], cancellation).ConfigureAwait(false);
        // Servers before Redis 6.2 list all or none.
        if (reply.IsError)
        {
            reply = await _session.AskAsync(["CLIENT", "LIST"], cancellation).ConfigureAwait(false);
        }

        return ClientListParser.Parse(reply.AsText() ?? string.Empty).FirstOrDefault(row => row.Id == id);
    }

    public async Task<bool> KillAsync(long id, CancellationToken cancellation) =>
        Closed(await _session.AskAsync(["CLIENT", "KILL", "ID", Number(id), "SKIPME", "yes"], cancellation).ConfigureAwait(false)) > 0;

    /// <summary>Tries to close a client that can't be there.</summary>
    /// <exception cref="CannotRunException">The server wouldn't close one that is; says which right to ask for.</exception>
    public async Task CheckRightsAsync(CancellationToken cancellation)
    {
        try
        {
            Closed(await _session.AskAsync(["CLIENT", "KILL", "ID", Number(long.MaxValue), "SKIPME", "yes"], cancellation).ConfigureAwait(false));
        }
        catch (ServerTroubleException e)
        {
            throw new CannotRunException($"{_session.Address}: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private long Closed(RespValue reply) => reply.IsError
        ? throw new ServerTroubleException(ServerState.Refused, reply.ErrorCode is "NOPERM"
            ? $"CLIENT KILL is refused (NOPERM): ask for  ACL SETUSER {PlainText.Of(_session.Address.User ?? "default")} +client|list +client|kill +client|id +info"
            : $"CLIENT KILL is refused: {PlainText.Of(reply.Text)}")
        : reply.AsInteger() ?? 1;

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);
}

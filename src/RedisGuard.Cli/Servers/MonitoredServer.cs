using RedisGuard.Cli.Servers.Clients;
using RedisGuard.Cli.Servers.Deployments;
using RedisGuard.Cli.Servers.Resp;

namespace RedisGuard.Cli.Servers;

/// <summary>
/// A server that is looked at again and again over one connection. A lost connection, a full or a loading server is a state
/// of the look, and the next look tries again.
/// </summary>
internal sealed class MonitoredServer(ServerAddress address, string toolName, TimeProvider clock) : IAsyncDisposable
{
    private const string Rights = "+client|list +client|id +client|setname +client|no-evict +info +ping";
    private static readonly TimeSpan PeersAfter = TimeSpan.FromSeconds(30);

    private readonly LocalSockets _sockets = new();
    private ServerSession? _session;
    private DateTimeOffset _peersAt = DateTimeOffset.MinValue;
    private IReadOnlyList<(string Host, int Port)> _peers = [];

    public ServerAddress Address => address;

    /// <param name="withClients">Whether to ask for the clients too, which costs a big server milliseconds.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<ServerLook> LookAsync(bool withClients, CancellationToken cancellation)
    {
        try
        {
            _session ??= await ServerSession.OpenAsync(address, toolName, cancellation).ConfigureAwait(false);
            return await LookAsync(_session, withClients, cancellation).ConfigureAwait(false);
        }
        catch (ServerTroubleException e)
        {
            await DisposeAsync().ConfigureAwait(false);
            return new ServerLook(address.ToString(), clock.GetUtcNow(), e.State) { Trouble = e.Message, Peers = _peers };
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ServerLook> LookAsync(ServerSession session, bool withClients, CancellationToken cancellation)
    {
        var replies = await session.AskAsync([["INFO"], ["INFO", "commandstats"]], cancellation).ConfigureAwait(false);
        var info = replies[0].AsText() is { } text ? new InfoText(text) : null;
        var facts = info is null ? null : ServerFacts.Of(info, replies[1].AsText() is { } commands ? new InfoText(commands) : null);
        if (facts is { MaxClients: null })
        {
            facts = facts with { MaxClients = await ConfiguredMaxClientsAsync(session, cancellation).ConfigureAwait(false) };
        }

        var look = new ServerLook(address.ToString(), clock.GetUtcNow(), ServerState.Up) { Facts = facts, OwnId = session.OwnId };
        if (replies[0].ErrorCode is "LOADING" || facts?.LoadingSeconds is not null)
        {
            look = look with { State = ServerState.Loading, Trouble = Loading(facts) };
        }
        else if (facts?.IsMasterLinkDown == true)
        {
            look = look with { Trouble = "this replica has no link to its master" };
        }
        else if (info is null)
        {
            look = look with { Trouble = $"INFO is refused: {PlainText.Of(replies[0].Text)}" };
        }

        if (clock.GetUtcNow() - _peersAt >= PeersAfter)
        {
            _peers = await PeerList.OfAsync(session, info, cancellation).ConfigureAwait(false);
            _peersAt = clock.GetUtcNow();
        }

        look = look with { Peers = _peers };
        return withClients ? await WithClientsAsync(session, look, cancellation).ConfigureAwait(false) : look;
    }

    private async Task<ServerLook> WithClientsAsync(ServerSession session, ServerLook look, CancellationToken cancellation)
    {
        var before = clock.GetTimestamp();
        var reply = await session.AskAsync(["CLIENT", "LIST"], cancellation).ConfigureAwait(false);
        var cost = clock.GetElapsedTime(before);
        if (reply.AsText() is { } list)
        {
            var clients = ClientListParser.Parse(list);
            return look with
            {
                ListCost = cost,
                Clients = _sockets.Attribute([.. clients.Where(client => client.Id != session.OwnId)]),
            };
        }

        return reply.ErrorCode is "LOADING"
            ? look with { State = ServerState.Loading, Trouble = Loading(look.Facts) }
            : look with { ListRefusal = Refusal(reply) };
    }

    private string Refusal(RespValue reply) => reply.ErrorCode is "NOPERM"
        ? $"CLIENT LIST is refused (NOPERM): ask for  ACL SETUSER {PlainText.Of(address.User ?? "default")} {Rights}"
        : $"CLIENT LIST is refused: {PlainText.Of(reply.Text)}";

    private static async Task<long?> ConfiguredMaxClientsAsync(ServerSession session, CancellationToken cancellation)
    {
        var reply = await session.AskAsync(["CONFIG", "GET", "maxclients"], cancellation).ConfigureAwait(false);
        return reply.Items is [_, { } value] && long.TryParse(value.Text, out var number) ? number : null;
    }

    private static string Loading(ServerFacts? facts) => facts?.LoadingSeconds is { } seconds
        ? FormattableString.Invariant($"the server reads its data, for some {seconds} s more")
        : "the server reads its data";
}

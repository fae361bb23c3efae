using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;
using RedisGuard.Cli.Servers.Resp;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>Clients of a server that a test opens, and a look at the server apart from the tool.</summary>
internal sealed class Clients : IAsyncDisposable
{
    private readonly ServerAddress _address;
    private readonly List<ServerSession> _sessions = [];

    public Clients(IRedisServer server, string? user = null, string? password = null)
        : this(new ServerAddress("127.0.0.1", server.Port) { User = user, Password = password })
    {
    }

    public Clients(ServerAddress address) => _address = address;

    public string Endpoint => _address.ToString();

    public async Task<ServerSession> OpenAsync(string name)
    {
        var session = await ServerSession.OpenAsync(_address, name, TestContext.Current.CancellationToken);
        _sessions.Add(session);
        return session;
    }

    public async Task<IReadOnlyList<ServerSession>> OpenAsync(string name, int count)
    {
        List<ServerSession> opened = [];
        for (var index = 0; index < count; index++)
        {
            opened.Add(await OpenAsync(name));
        }

        return opened;
    }

    public async Task CloseAsync(ServerSession session)
    {
        _sessions.Remove(session);
        await session.DisposeAsync();
    }

    /// <summary>Asks over a connection of its own.</summary>
    public async Task<RespValue> AskAsync(params string[] command)
    {
        await using var session = await ServerSession.OpenAsync(_address, "test-admin", TestContext.Current.CancellationToken);
        return await session.AskAsync(command, TestContext.Current.CancellationToken);
    }

    /// <summary>What the server lists, without the asker.</summary>
    public async Task<IReadOnlyList<ClientRow>> ListAsync() =>
        [.. ClientListParser.Parse((await AskAsync("CLIENT", "LIST")).Text).Where(static row => row.Name != "test-admin")];

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
        {
            await session.DisposeAsync();
        }
    }
}

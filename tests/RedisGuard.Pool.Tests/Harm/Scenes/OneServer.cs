using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm.Scenes;

/// <summary>One server, and before it a proxy for each contestant.</summary>
internal sealed class OneServer : HarmScene
{
    private readonly ConnectionMultiplexer _admin;

    private OneServer(RedisProcess server, ConnectionMultiplexer admin)
    {
        Server = server;
        _admin = admin;
    }

    public RedisProcess Server { get; }

    public override IServer Admin => _admin.GetServers()[0];

    public override ConnectionMultiplexer Publisher => _admin;

    public static async Task<HarmScene> StartAsync(HarmRow row)
    {
        var server = await RedisProcess.StartAsync(row.Password is { } password ? ["--requirepass", password] : []).ConfigureAwait(false);
        return new OneServer(server, await ConnectAsync("127.0.0.1", server.Port, row.Password).ConfigureAwait(false));
    }

    public override (string Configuration, TcpProxy? Proxy) Admit()
    {
        var proxy = new TcpProxy(Server.Port);
        return (proxy.Configuration, proxy);
    }

    public override async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync().ConfigureAwait(false);
        await Server.DisposeAsync().ConfigureAwait(false);
    }
}

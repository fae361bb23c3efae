using System.Globalization;
using Garnet;

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>Server that speaks the protocol where redis-server is not installed.</summary>
public sealed class GarnetInProcess : IRedisServer
{
    private readonly GarnetServer _server;

    private GarnetInProcess(GarnetServer server, int port)
    {
        _server = server;
        Port = port;
    }

    public int Port { get; }

    public static GarnetInProcess Start(string? password = null)
    {
        var port = FreePort.Next();
        var server = new GarnetServer(
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--memory", "64m", "--index", "1m", "--lua", .. password is null ? (string[])[] : ["--auth", "Password", "--password", password]]);
        server.Start();
        return new GarnetInProcess(server, port);
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return default;
    }
}

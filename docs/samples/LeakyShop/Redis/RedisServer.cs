using System.Net;
using System.Net.Sockets;
using Garnet;

namespace LeakyShop.Redis;

/// <summary>The server that <c>REDIS_CONNECTION</c> or Aspire's reference names, or else one inside this process.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly GarnetServer? _embedded;

    private RedisServer(string configuration, string name, GarnetServer? embedded)
    {
        Configuration = configuration;
        Name = name;
        _embedded = embedded;
    }

    /// <summary>How to connect; may have a password in it.</summary>
    public string Configuration { get; }

    /// <summary>What to call it.</summary>
    public string Name { get; }

    public static RedisServer Open()
    {
        // The second is what Aspire's WithReference(redis) sets.
        foreach (var variable in (string[])["REDIS_CONNECTION", "ConnectionStrings__redis"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } configuration)
            {
                return new RedisServer(configuration, $"the server of {variable}", embedded: null);
            }
        }

        var address = $"127.0.0.1:{FreePort()}";
        var server = new GarnetServer(["--bind", "127.0.0.1", "--port", address.Split(':')[1], "-q"]);
        server.Start();
        return new RedisServer(address, $"an embedded server at {address}", server);
    }

    public void Dispose() => _embedded?.Dispose();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

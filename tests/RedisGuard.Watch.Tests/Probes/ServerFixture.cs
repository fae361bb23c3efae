using RedisGuard.Pool.Tests.Servers;
using RedisGuard.Watch.Tests.Probes;

[assembly: AssemblyFixture(typeof(ServerFixture))]

namespace RedisGuard.Watch.Tests.Probes;

/// <summary>The server that all probes connect to.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private RedisProcess? _server;

    public string Configuration => FormattableString.Invariant($"127.0.0.1:{_server!.Port}");

    public async ValueTask InitializeAsync()
    {
        Assert.True(RedisProcess.Executable is not null, "redis-server isn't installed: apt-get install redis-server, brew install redis");
        _server = await RedisProcess.StartAsync("--maxclients", "4000");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}

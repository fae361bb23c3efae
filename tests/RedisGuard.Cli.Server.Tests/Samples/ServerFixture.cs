[assembly: AssemblyFixture(typeof(ServerFixture))]

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>The one server that most tests share; those that change it have their own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    public RedisProcess Server { get; private set; } = null!;

    internal Clients Clients() => new(Server);

    public string Endpoint => FormattableString.Invariant($"127.0.0.1:{Server.Port}");

    public async ValueTask InitializeAsync() => Server = await RedisProcess.StartAsync("--maxclients", "4000", "--enable-debug-command", "yes");

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

using RedisGuard.Pool.Tests.Leaks;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(RedisFixture))]

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>The one server that most tests share, and a connection to look at it with.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private ConnectionMultiplexer? _admin;

    public IRedisServer Server { get; private set; } = null!;

    public string Configuration => Server.Configuration;

    public async ValueTask InitializeAsync()
    {
        if (EndingProcess.IsThis)
        {
            return;
        }

        Server = await StartAsync();
        var configuration = ConfigurationOptions.Parse(Server.Configuration);
        configuration.AllowAdmin = true;
        configuration.ClientName = "test-admin";
        _admin = await ConnectionMultiplexer.ConnectAsync(configuration);
    }

    public static async Task<IRedisServer> StartAsync() =>
        RedisProcess.Executable is not null && Environment.GetEnvironmentVariable("REDISGUARD_TEST_SERVER") != "garnet"
            ? await RedisProcess.StartAsync("--maxclients", "4000")
            : GarnetInProcess.Start();

    public IServer Admin => _admin!.GetServers()[0];

    /// <summary>The client names on the server that belong to an application. A multiplexer has one for each of its sockets.</summary>
    public async Task<IReadOnlyList<string>> ClientNamesAsync(string application)
    {
        var clients = (string)(await Admin.ExecuteAsync("CLIENT", "LIST"))!;
        var prefix = $" name=rg:{application}:";
        return
        [
            .. clients.Split('\n')
                .Where(line => line.Contains(prefix, StringComparison.Ordinal))
                .Select(static line => line.Split(' ').First(static field => field.StartsWith("name=", StringComparison.Ordinal))["name=".Length..])
                .Distinct(),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        if (_admin is not null)
        {
            await _admin.DisposeAsync();
        }

        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}

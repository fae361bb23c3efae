using RedisGuard.Pool.Tests.Secrets;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

#if !MUTATION
[assembly: AssemblyFixture(typeof(RedisFixture))]
#endif

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>The one server that most tests share, and a connection to look at it with.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private ConnectionMultiplexer? _admin;

    public IRedisServer Server { get; private set; } = null!;

    public string Configuration => $"{Server.Configuration},password={Secret.Password}";

    public async ValueTask InitializeAsync()
    {
        if (OtherProcess.IsThis)
        {
            return;
        }

        Server = await StartAsync(Secret.Password);
        var configuration = ConfigurationOptions.Parse(Configuration);
        configuration.AllowAdmin = true;
        configuration.ClientName = "test-admin";
        _admin = await ConnectionMultiplexer.ConnectAsync(configuration);
    }

    /// <param name="password">What it asks for; <see langword="null"/> for nothing.</param>
    public static async Task<IRedisServer> StartAsync(string? password = null) =>
        RedisProcess.Executable is not null && Environment.GetEnvironmentVariable("REDISGUARD_TEST_SERVER") != "garnet"
            ? await RedisProcess.StartAsync(["--maxclients", "4000", .. password is null ? (string[])[] : ["--requirepass", password]])
            : GarnetInProcess.Start(password);

    public IServer Admin => _admin!.GetServers()[0];

    /// <summary>The client names on the server that belong to an application. A multiplexer has one for all of its sockets.</summary>
    public async Task<IReadOnlyList<string>> ClientNamesAsync(string application) => [.. (await ClientsAsync(application)).Distinct()];

    /// <summary>How many sockets of an application the server has.</summary>
    public async Task<long> SocketsAsync(string application) => (await ClientsAsync(application)).LongCount();

    private async Task<IEnumerable<string>> ClientsAsync(string application)
    {
        var clients = (string)(await Admin.ExecuteAsync("CLIENT", "LIST"))!;
        OutputSearch.OfTheSuite.Look("client list", clients);
        var prefix = $" name=rg:{application}:";
        return clients.Split('\n')
            .Where(line => line.Contains(prefix, StringComparison.Ordinal))
            .Select(static line => line.Split(' ').First(static field => field.StartsWith("name=", StringComparison.Ordinal))["name=".Length..]);
    }

    /// <summary>Has the server close every connection of an application, as a failover or an operator would.</summary>
    public async Task KillAsync(string application)
    {
        var clients = (string)(await Admin.ExecuteAsync("CLIENT", "LIST"))!;
        foreach (var client in clients.Split('\n').Where(line => line.Contains($" name=rg:{application}:", StringComparison.Ordinal)))
        {
            await Admin.ExecuteAsync("CLIENT", "KILL", "ID", client.Split(' ')[0].Split('=')[1]);
        }
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

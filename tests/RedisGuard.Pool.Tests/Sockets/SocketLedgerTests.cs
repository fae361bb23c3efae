using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Sockets;

public sealed class SocketLedgerTests(RedisFixture redis)
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("resp2", 2)]
    [InlineData("resp3", 0)] // one on 2.13.17, two on 3.4.35: the server's own count is what has to come out
    public async Task OpenSockets_AreTheServersClientList(string protocol, int expected)
    {
        var (configuration, ledger) = Attached($"protocol={protocol}");
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("ledger"), static (_, _) => { });

        await Eventually.TrueAsync(async () => ledger.Open.Count == await redis.SocketsAsync(configuration.ClientName!.Split(':')[1]));

        Assert.All(ledger.Open, static socket => Assert.Equal(1, socket.Generation));
        Assert.True(expected == 0 || ledger.Open.Count == expected);
        Assert.Equal(ledger.Open.Count, ledger.Opened);
    }

    [Fact]
    public async Task SocketThatIsShutDown_IsReplacedByItsNextGeneration()
    {
        var (configuration, ledger) = Attached("protocol=resp2");
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var kept = connection.GetDatabase();
        await kept.PingAsync();

        Assert.Single(ledger.Open, static socket => socket.Kind == ConnectionType.Interactive).Shutdown();

        await Eventually.TrueAsync(() => ledger.Open is [_, _] open && open.Any(static socket => socket is { Kind: ConnectionType.Interactive, Generation: 2 }));
        await Eventually.TrueAsync(() => connection.IsConnected);
        await kept.PingAsync();
        Assert.Equal(3, ledger.Opened);
        Assert.Equal(1, ledger.Generation(connection.GetEndPoints()[0], ConnectionType.Subscription));
    }

    [Fact]
    public async Task RefusedReconnect_IsTold_AndTheConnectionStaysDown()
    {
        var (configuration, ledger) = Attached("protocol=resp2");
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        await connection.GetDatabase().PingAsync();
        var told = new ConcurrentQueue<LedgerSocket>();
        ledger.RefuseReconnects(told.Enqueue);

        await redis.KillAsync(configuration.ClientName!.Split(':')[1]);

        await Eventually.TrueAsync(() => !told.IsEmpty);
        Assert.All(told, static socket => Assert.Equal(ConnectionType.Interactive, socket.Kind));
        Assert.False(connection.GetDatabase().IsConnected("key"));
        await Eventually.TrueAsync(() => !ledger.Open.Any(static socket => socket.Kind == ConnectionType.Interactive)); // an attempt is there until it is refused

        ledger.AllowReconnects();
        await Eventually.TrueAsync(() => connection.GetDatabase().IsConnected("key"));
    }

    /// <summary>A sentinel that restarts beneath a lease: the session is with the server, and is whole.</summary>
    [Fact]
    public void OnlyANodeThatIsConnectedAnew_IsRefused()
    {
        var sentinel = new IPEndPoint(IPAddress.Loopback, 26379);
        var server = new IPEndPoint(IPAddress.Loopback, 6379);
        var configuration = new ConfigurationOptions { EndPoints = { sentinel } };
        var ledger = new SocketLedger { IsNode = server.Equals };
        ledger.Attach(configuration, HalfAMinute);
        Open(sentinel);
        Open(server);
        var refused = new List<EndPoint>();
        ledger.RefuseReconnects(socket => refused.Add(socket.EndPoint));

        Open(sentinel);
        Assert.Empty(refused);
        Open(server);
        Assert.Equal([server], refused);

        void Open(EndPoint to)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            configuration.BeforeSocketConnect!(to, ConnectionType.Interactive, socket);
        }
    }

    [Fact]
    public async Task HookOfTheUser_StillSeesEverySocket()
    {
        var seen = new ConcurrentQueue<(EndPoint, ConnectionType, Socket)>();
        var options = Pools.Real(redis, options =>
        {
            options.ConfigurationOptions = ConfigurationOptions.Parse(redis.Configuration);
            options.ConfigurationOptions.BeforeSocketConnect = (endPoint, kind, socket) => seen.Enqueue((endPoint, kind, socket));
        });
        await using var pool = new RedisPool(options);

        await pool.GetDatabase().PingAsync();

        Assert.Equal(pool.GetSnapshot().Connections[0].Sockets, seen.Count);
    }

    [Fact]
    public async Task Read_TellsThatAnAnswerIsOwed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells.");
        await using var proxy = new TcpProxy(redis.Server.Port);
        var (configuration, ledger) = Attached("protocol=resp2", proxy.Port);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        await connection.GetDatabase().PingAsync();
        var socket = Assert.Single(ledger.Open, static socket => socket.Kind == ConnectionType.Interactive);
        Assert.True(socket.Read()!.Value.Received > 0);

        proxy.Latency = TimeSpan.FromSeconds(1);
        var ping = connection.GetDatabase().PingAsync();

        await Eventually.TrueAsync(() => socket.Read() is { IsOwed: true });
        await ping;
        await Eventually.TrueAsync(() => socket.Read() is { IsOwed: false });
    }

    private (ConfigurationOptions Configuration, SocketLedger Ledger) Attached(string option, int? port = null)
    {
        var configuration = ConfigurationOptions.Parse($"{redis.Configuration},{option}");
        configuration.ClientName = $"rg:t{Guid.NewGuid():N}:ledger";
        if (port is { } proxied)
        {
            configuration.EndPoints.Clear();
            configuration.EndPoints.Add(IPAddress.Loopback, proxied);
        }

        var ledger = new SocketLedger();
        ledger.Attach(configuration, HalfAMinute);
        return (configuration, ledger);
    }
}

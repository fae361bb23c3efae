using System.Collections.Concurrent;
using System.Net.Sockets;
using RedisGuard.Pool.Healing;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Healing;

/// <summary>Dead sockets that aren't plain TCP are found and closed as well.</summary>
public sealed class HealedTransportTests : IAsyncDisposable
{
    private const string NotInstalled = "redis-server is not installed; the embedded one speaks neither TLS nor over unix sockets.";
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisguard-transport-");
    private readonly ConcurrentQueue<HealedSocket> _healed = new();
    private readonly SocketLedger _sockets = new();

    public async ValueTask DisposeAsync()
    {
        await Task.CompletedTask;
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task DeadSocketUnderTls_IsClosed_AndTheSameDatabaseAnswers()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the library's keep-alive decides, which is slow.");
        var (server, tlsPort) = await TestCertificate.StartServerAsync(_folder);
        await using var ofServer = server;
        await using var proxy = new TcpProxy(tlsPort);
        var configuration = ConfigurationOptions.Parse($"{proxy.Configuration},ssl=true,sslHost=localhost,protocol=resp2");
        configuration.TrustIssuer(TestCertificate.In(_folder));

        await HealsAsync(configuration, proxy);
    }

    [Fact]
    public async Task DeadUnixSocket_IsFoundByTheLibrarysCounters_AndClosed()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        Assert.SkipUnless(Socket.OSSupportsUnixDomainSockets, "This system has no unix sockets.");
        await using var server = await RedisProcess.StartAsync();
        var path = Path.Combine(_folder.FullName, "redis.sock");
        await using var proxy = new TcpProxy(server.Port, new UnixDomainSocketEndPoint(path));
        var configuration = ConfigurationOptions.Parse("protocol=resp2");
        configuration.EndPoints.Add(new UnixDomainSocketEndPoint(path));

        await HealsAsync(configuration, proxy);
    }

    private async Task HealsAsync(ConfigurationOptions configuration, TcpProxy proxy)
    {
        _sockets.Attach(configuration, TimeSpan.FromMinutes(5));
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var database = connection.GetDatabase();
        await database.PingAsync();
        var care = new SocketCare(
            _sockets,
            connection,
            configuration,
            new HealingTerms(TimeSpan.FromMinutes(5)) { Patience = Short, Quiet = Short, Look = Short / 10, Youth = Short, Grace = Short / 4 },
            _healed.Enqueue);

        proxy.ForgetConnections();
        _ = database.PingAsync().ContinueWith(static lost => lost.Exception, TaskScheduler.Default);
        await Eventually.TrueAsync(() =>
        {
            care.Look();
            return _healed.Any(static one => one.Socket.Kind == ConnectionType.Interactive) && connection.IsConnected;
        });

        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return await database.PingAsync() > TimeSpan.Zero;
            }
            catch (RedisException)
            {
                return false;
            }
        });
    }
}

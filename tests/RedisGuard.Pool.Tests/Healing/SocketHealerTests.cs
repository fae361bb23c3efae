using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Healing;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Healing;

/// <summary>The rules of closing a socket, with short waits. What the waits of the pool make of them is in <c>HarmTests</c>.</summary>
public sealed class SocketHealerTests(RedisFixture redis) : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<HealedSocket> _healed = new();
    private readonly SocketLedger _sockets = new();
    private TcpProxy _proxy = null!;
    private ConfigurationOptions _configuration = null!;
    private ConnectionMultiplexer _connection = null!;

    private static HealingTerms Terms => new(TimeSpan.FromMinutes(5)) { Patience = Short, Quiet = Short, Look = Short / 10, Youth = Short, Grace = Short / 4 };

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the library's keep-alive decides, which is slow.");
        _proxy = new TcpProxy(redis.Server.Port);
        _configuration = ConfigurationOptions.Parse($"{_proxy.Configuration},protocol=resp2,password={Secrets.Secret.Password}");
        _sockets.Attach(_configuration, TimeSpan.FromMinutes(5));
        _connection = await ConnectionMultiplexer.ConnectAsync(_configuration);
        await _connection.GetDatabase().PingAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            await _proxy.DisposeAsync();
        }
    }

    [Fact]
    public async Task CommandsOnADeadSocket_Fail_AndNoneIsSentTwice_AndTheSameDatabaseAnswers()
    {
        var (database, key) = (_connection.GetDatabase(), $"h-{Guid.NewGuid():N}");
        await database.StringSetAsync(key, 0);
        var care = Care(Terms);
        _proxy.ForgetConnections();
        var lost = Enumerable.Range(0, 20).Select(_ => database.StringIncrementAsync(key)).ToArray();

        await LookUntilAsync(care, () => Array.TrueForAll(lost, static one => one.IsCompleted) && _connection.IsConnected);

        Assert.All(lost, static one => Assert.True(one.IsFaulted));
        Assert.All(lost, static one => Assert.True(one.Exception!.InnerException is RedisConnectionException or IOException or InvalidOperationException));
        Assert.Equal(1, await database.StringIncrementAsync(key));
        await Eventually.TrueAsync(() => _healed.Any(static one => one.Socket.Kind == ConnectionType.Interactive));
    }

    [Fact]
    public async Task YoungSocket_IsLeftToItsHandshake()
    {
        var care = Care(Terms with { Youth = TimeSpan.FromMinutes(5) });
        await OweAsync();

        await LookForAsync(care, 10 * Short);

        Assert.Empty(_healed);
    }

    [Fact]
    public async Task SocketOfASilentServer_IsWaitedFor_AndClosedAtItsTimeout()
    {
        var care = Care(Terms with { SocketTimeout = 15 * Short });
        _proxy.IsBlackHole = true;
        await OweAsync();

        await LookForAsync(care, 8 * Short);
        Assert.Empty(_healed);

        await LookUntilAsync(care, () => !_healed.IsEmpty);
        Assert.All(_healed, static one => Assert.InRange(one.Owed, 15 * Short, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task DeafWitness_IsReplacedByAnother()
    {
        var care = Care(Terms with { Testimony = Short });
        _proxy.IsBlackHole = true;
        await OweAsync();
        await LookForAsync(care, 5 * Short);

        // The witness that is asking now has its question in the hole.
        _proxy.ForgetConnections();
        _proxy.IsBlackHole = false;

        await LookUntilAsync(care, () => !_healed.IsEmpty);
    }

    [Fact]
    public async Task SocketOfAServerThatWasSilentToEverybody_GetsItsTurn_WhenTheServerSpeaksAgain()
    {
        // A server that comes back has a whole fleet to answer: the grace for one that serves all the time would be too short.
        var turn = 5 * Short;
        var care = Care(Terms with { Patience = turn, Testimony = Short });
        _proxy.IsBlackHole = true;
        await OweAsync();
        await LookForAsync(care, 2 * turn);
        _proxy.ForgetConnections();
        _proxy.IsBlackHole = false;
        var back = Environment.TickCount64;

        await LookUntilAsync(care, () => !_healed.IsEmpty);

        Assert.True(Environment.TickCount64 - back >= turn.TotalMilliseconds, "It was closed before its turn.");
    }

    [Fact]
    public async Task SocketThatOwes_IsAskedAgain_BeforeTheLibrarysKeepAliveAsks()
    {
        // The library's own PING closes a socket whose server answers it with BUSY.
        var care = Care(Terms with { Unsent = Short });
        _proxy.IsBlackHole = true;
        await OweAsync();
        var asked = care.Sent;

        await LookUntilAsync(care, () => care.Sent >= asked + 4);

        Assert.Empty(_healed);
    }

    [Fact]
    public async Task SocketThatTheSystemTellsNothingOf_IsAskedAllTheSame()
    {
        var path = Path.Combine(Path.GetTempPath(), $"rg-{Guid.NewGuid():N}");
        await using var proxy = new TcpProxy(redis.Server.Port, new UnixDomainSocketEndPoint(path));
        var (configuration, sockets) = (ConfigurationOptions.Parse($"!{path},protocol=resp2,password={Secrets.Secret.Password}"), new SocketLedger());
        sockets.Attach(configuration, TimeSpan.FromMinutes(5));
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var care = new SocketCare(sockets, connection, configuration, Terms with { Unsent = Short }, _healed.Enqueue);

        await LookUntilAsync(care, () => care.Sent >= 8);

        Assert.Empty(_healed);
        File.Delete(path);
    }

    [Fact]
    public async Task IdleConnectionOnADeadPath_IsAsked_AndClosed()
    {
        var time = new FakeTimeProvider();
        var options = Pools.Real(redis, options => options.Configuration = $"{_proxy.Configuration},password={Secrets.Secret.Password},keepAlive=600,configCheckSeconds=600");
        options.IdleTimeout = options.MaxLifetime = Timeout.InfiniteTimeSpan;
        await using var pool = new RedisPool(options, new FakeLoggers(), time);
        await (await pool.RentAsync(TestContext.Current.CancellationToken)).DisposeAsync();
        _proxy.ForgetConnections();

        // It is one that nobody uses: without a question of the pool's nothing is ever owed on it.
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(15));
            return pool.GetSnapshot().Count(RedisConnectionState.Idle) == 0;
        });
    }

    [Fact]
    public async Task RentedConnection_IsNeverClosed()
    {
        await using var proxy = new TcpProxy(redis.Server.Port);
        await using var pool = new RedisPool(
            Pools.Real(redis, options => options.Configuration = $"{proxy.Configuration},password={Secrets.Secret.Password}"), new FakeLoggers());
        var shared = await pool.GetDatabaseAsync(TestContext.Current.CancellationToken);
        await using var lease = await pool.RentAsync(TestContext.Current.CancellationToken);
        await lease.Database.PingAsync();

        proxy.ForgetConnections();
        var lost = lease.Database.PingAsync();
        await Eventually.TrueAsync(() => shared.PingAsync().ContinueWith(static ping => ping.IsCompletedSuccessfully, TaskScheduler.Default));

        Assert.InRange(pool.GetSnapshot().Healings, 1, 2);
        _ = lost.ContinueWith(static task => task.Exception, TaskScheduler.Default);
    }

    private SocketCare Care(HealingTerms terms) => new(_sockets, _connection, _configuration, terms, _healed.Enqueue);

    // Has an answer owed on the socket that carries commands. The system counts time in steps of some milliseconds: what is sent in the step
    // of the last answer looks answered, so one command may not do.
    private async Task OweAsync()
    {
        _proxy.ForgetConnections();
        await Eventually.TrueAsync(() =>
        {
            _ = _connection.GetDatabase().PingAsync().ContinueWith(static ping => ping.Exception, TaskScheduler.Default);
            return _sockets.Open.Any(static socket => socket.Read() is { IsOwed: true });
        });
    }

    private static Task LookForAsync(SocketCare care, TimeSpan time)
    {
        var until = Environment.TickCount64 + time.TotalMilliseconds;
        return LookUntilAsync(care, () => Environment.TickCount64 > until);
    }

    private static Task LookUntilAsync(SocketCare care, Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        care.Look();
        return condition();
    });
}

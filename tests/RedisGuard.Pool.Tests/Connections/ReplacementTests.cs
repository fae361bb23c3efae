using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Subscriptions;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class ReplacementTests : IAsyncDisposable
{
    private const int Replaced = 1103;
    private const int NoRoom = 1104;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLoggers _logs = new();
    private readonly FakeOpener _opener = new();
    private RedisPool? _created;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FakeConnection First => _opener.Connections[0];

    public async ValueTask DisposeAsync()
    {
        await (_created?.DisposeAsync() ?? default);
        _logs.Dispose();
    }

    [Fact]
    public async Task ConnectionThatStaysDead_IsReplacedAfterHalfAMinute_AndClosedLast()
    {
        var pool = await PoolAsync();
        var wasOpen = false;
        _opener.OnOpened = _ => wasOpen = !First.IsClosed;
        RedisConnectionReplacedEventArgs? told = null;
        pool.ConnectionReplaced += (_, change) => told = change;
        Die(First);
        var began = _time.GetUtcNow();

        await _time.AdvanceUntilAsync(Step, () => First.IsClosed);

        Assert.InRange(_time.GetUtcNow() - began, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90));
        Assert.True(wasOpen);
        Assert.True(First.IsHurried);
        Assert.Contains("pool.GetDatabase()", First.Advice, StringComparison.Ordinal);
        var now = pool.GetSnapshot();
        Assert.Equal((1L, "fake:Shared:2"), (now.Replacements, Assert.Single(now.Connections).ClientName));
        Assert.Equal(("fake:Shared:1", "fake:Shared:2"), (told!.Replaced, told.Replacement));
        await Eventually.TrueAsync(() => _logs.Of(Replaced).Any());
        Assert.Contains("replaced its shared connection fake:Shared:1 by fake:Shared:2", Assert.Single(_logs.Of(Replaced)).Message, StringComparison.Ordinal);
    }

    /// <summary>What silences one client's connection silences those of all at the same moment.</summary>
    [Fact]
    public async Task ClientsThatReplaceTogether_ConnectSpreadOverAQuarterOfASecond()
    {
        const int clients = 8;
        var options = Pools.Options();
        var (slots, instruments, logger) = (new ConnectionSlots(options.MaxConnections), new PoolInstruments(options.Name), _logs.CreateLogger("test"));
        var connector = new SlotConnector(slots, _opener, instruments, logger, options, _time);
        var replacing = new List<Task<bool>>();
        for (var client = 0; client < clients; client++)
        {
            var shared = new SharedConnection(slots, connector, null!, () => new Deadline(_time, Timeout.InfiniteTimeSpan));
            Die((FakeConnection)await shared.OpenAsync());
            var replacer = new SharedConnectionReplacer(
                shared, connector, new SubscriptionTable(shared, null!, null!, instruments, logger, _time), Step, options, instruments, logger, _time, static _ => { });
            replacing.Add(replacer.ConsiderAsync(SharedConnectionReplacer.ErrorWindow));
        }

        Assert.InRange(_opener.Opened, clients, (clients * 2) - 1);
        _time.Advance(TimeSpan.FromMilliseconds(250));

        await Eventually.TrueAsync(() => replacing.TrueForAll(static one => one.IsCompleted));
        Assert.Equal(clients * 2, _opener.Opened);
        Assert.All(await Task.WhenAll(replacing), Assert.True);
    }

    [Fact]
    public async Task ConnectionThatComesBackInTime_Stays()
    {
        var pool = await PoolAsync();
        Die(First);
        var began = _time.GetUtcNow();
        await _time.AdvanceUntilAsync(Step, () => _time.GetUtcNow() - began > TimeSpan.FromSeconds(20));
        Revive(First);
        await _time.AdvanceUntilAsync(Step, () => pool.GetSnapshot().Health.State == RedisHealth.Healthy);
        began = _time.GetUtcNow();
        await _time.AdvanceUntilAsync(Step, () => _time.GetUtcNow() - began > TimeSpan.FromMinutes(3));

        Assert.Equal(1, _opener.Opened);
        Assert.Equal(0, pool.GetSnapshot().Replacements);
    }

    [Fact]
    public async Task ServerThatRefuses_IsNoDeadConnection()
    {
        var pool = await PoolAsync();
        First.OnPing = static () => Task.FromException<TimeSpan>(Failures.Server("LOADING Redis is loading the dataset in memory"));
        await _time.AdvanceUntilAsync(Step, () => pool.GetSnapshot().Health.State == RedisHealth.Unhealthy);
        var began = _time.GetUtcNow();
        await _time.AdvanceUntilAsync(Step, () => _time.GetUtcNow() - began > TimeSpan.FromMinutes(5));

        Assert.Equal(1, _opener.Opened);
    }

    [Fact]
    public async Task ServerThatIsDown_KeepsTheOldConnection_AndIsTriedOnceAMinute()
    {
        var pool = await PoolAsync();
        _opener.OnOpen = static _ => Task.FromException(Failures.Connection("no"));
        Die(First);
        await _time.AdvanceUntilAsync(Step, () => _opener.Opened == 2);
        var began = _time.GetUtcNow();
        await _time.AdvanceUntilAsync(Step, () => _opener.Opened == 5);

        Assert.InRange(_time.GetUtcNow() - began, TimeSpan.FromSeconds(180), TimeSpan.FromSeconds(240));
        Assert.False(First.IsClosed);
        Assert.Equal("fake:Shared:1", Assert.Single(pool.GetSnapshot().Connections).ClientName);
        Assert.Empty(_logs.Of(Replaced));
    }

    [Fact]
    public async Task NewConnectionThatDoesNotAnswer_IsClosed_AndTheOldOneStays()
    {
        var pool = await PoolAsync();
        _opener.OnOpened = Die;
        Die(First);

        await _time.AdvanceUntilAsync(Step, () => _opener.Connections.Count > 1 && _opener.Connections[1].IsClosed);

        Assert.False(First.IsClosed);
        Assert.Equal("fake:Shared:1", Assert.Single(pool.GetSnapshot().Connections).ClientName);
    }

    [Fact]
    public async Task OldConnectionThatAnswersOnceTheServerIsBack_Stays()
    {
        var pool = await PoolAsync();
        _opener.OnOpened = _ => Revive(First);
        Die(First);

        await _time.AdvanceUntilAsync(Step, () => _opener.Connections.Count > 1 && _opener.Connections[1].IsClosed);

        Assert.False(First.IsClosed);
        Assert.Equal((0L, "fake:Shared:1"), (pool.GetSnapshot().Replacements, Assert.Single(pool.GetSnapshot().Connections).ClientName));
    }

    [Fact]
    public async Task SecondReplacement_IsAtLeastAMinuteAfterTheFirst()
    {
        var pool = await PoolAsync();
        _opener.OnOpened = static connection => connection.OnPing = () => Task.FromResult(TimeSpan.Zero);
        Die(First);
        await _time.AdvanceUntilAsync(Step, () => First.IsClosed);
        var began = _time.GetUtcNow();
        Die(_opener.Connections[1]);

        await _time.AdvanceUntilAsync(Step, () => _opener.Connections[1].IsClosed);

        Assert.InRange(_time.GetUtcNow() - began, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(120));
        Assert.Equal(2, pool.GetSnapshot().Replacements);
    }

    [Fact]
    public async Task EveryConnectionRented_IsSaidOnce_AndTheReplacementComesWhenOneIsFree()
    {
        var pool = await PoolAsync(2);
        var lease = await pool.RentAsync(Cancel);
        Die(First);

        await _time.AdvanceUntilAsync(Step, () => _logs.Of(NoRoom).Any());
        var began = _time.GetUtcNow();
        await _time.AdvanceUntilAsync(Step, () => _time.GetUtcNow() - began > TimeSpan.FromMinutes(3));
        Assert.Equal(2, _opener.Opened);
        Assert.Contains("each of its 2 connections", Assert.Single(_logs.Of(NoRoom)).Message, StringComparison.Ordinal);
        await lease.DisposeAsync();

        await _time.AdvanceUntilAsync(Step, () => First.IsClosed);
        Assert.Equal(1, pool.GetSnapshot().Replacements);
        Assert.InRange(pool.GetSnapshot().Connections.Count, 1, 2);
    }

    [Fact]
    public async Task CallerThatWaitsForTheLastPermit_ComesAfterTheReplacement()
    {
        var pool = await PoolAsync(2, static options => options.AcquireTimeout = Timeout.InfiniteTimeSpan);
        var lease = await pool.RentAsync(Cancel);
        var waiting = pool.RentAsync(Cancel).AsTask();
        Die(First);
        await _time.AdvanceUntilAsync(Step, () => pool.GetSnapshot().Waiting == 2);

        await lease.DisposeAsync();
        await _time.AdvanceUntilAsync(Step, () => First.IsClosed);

        // The replaced connection's own permit is the one that the caller gets.
        await (await waiting.WaitAsync(Eventually.Deadline, Cancel)).DisposeAsync();
        Assert.Equal(1, pool.GetSnapshot().Replacements);
    }

    [Fact]
    public async Task DisposedWhileTheNewConnectionIsOpened_ClosesBoth()
    {
        var pool = await PoolAsync();
        var go = new TaskCompletionSource();
        _opener.OnOpen = _ => go.Task;
        Die(First);
        await _time.AdvanceUntilAsync(Step, () => _opener.Opened == 2);

        var disposing = pool.DisposeAsync().AsTask();
        await _time.AdvanceUntilAsync(Step, () => disposing.IsCompleted);
        go.SetResult();

        await Eventually.TrueAsync(() => _opener.Connections is [{ IsClosed: true }, { IsClosed: true }]);
        Assert.Empty(_logs.Of(Replaced));
    }

    [Fact]
    public async Task RacingDisposeAndSwap_LeaveNoConnectionOpen()
    {
        for (var round = 0; round < 100; round++)
        {
            var opener = new FakeOpener();
            var time = new FakeTimeProvider();
            var pool = Pools.Fake(opener, null, time, _logs);
            await Assert.ThrowsAsync<NotSupportedException>(() => pool.GetConnectionAsync(Cancel));
            var first = opener.Connections[0];
            first.OnPing = static () => Task.FromException<TimeSpan>(Gone());
            first.IsReady = false;

            // The new connection proves itself, and the disposal begins: whether the swap is before it or after is anybody's luck.
            var disposing = default(Task);
            opener.OnOpened = fresh => fresh.OnPing = () =>
            {
                disposing = Task.Run(() => pool.DisposeAsync().AsTask(), Cancel);
                return Task.FromResult(TimeSpan.Zero);
            };
            await time.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => disposing is { IsCompleted: true });

            await Eventually.TrueAsync(() => opener.Connections.All(static connection => connection.IsClosed));
        }
    }

    private static void Die(FakeConnection connection)
    {
        connection.IsReady = false;
        connection.OnPing = static () => Task.FromException<TimeSpan>(Gone());
    }

    private static void Revive(FakeConnection connection)
    {
        connection.IsReady = true;
        connection.OnPing = static () => Task.FromResult(TimeSpan.Zero);
    }

    private static RedisConnectionException Gone() => Failures.Connection("gone");

    private async Task<RedisPool> PoolAsync(int limit = 4, Action<RedisPoolOptions>? configure = null)
    {
        _created = Pools.Fake(
            _opener,
            options =>
            {
                options.MaxConnections = limit;
                options.LongHeldThreshold = Timeout.InfiniteTimeSpan;
                configure?.Invoke(options);
            },
            _time,
            _logs);
        await Assert.ThrowsAsync<NotSupportedException>(() => _created.GetConnectionAsync(Cancel));
        return _created;
    }
}

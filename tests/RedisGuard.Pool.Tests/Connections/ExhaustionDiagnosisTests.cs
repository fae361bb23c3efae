using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class ExhaustionDiagnosisTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeOpener _opener = new();
    private readonly RedisPoolOptions _options = Pools.Options();
    private RedisPoolSnapshot _picture = PoolPictures.Of();
    private int _looks;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load()
    {
        await using var pool = Pool();
        await using var one = await pool.RentAsync(Cancel);
        await using var other = await pool.RentAsync(Cancel);

        var exhausted = await ExhaustAsync(pool);

        Assert.Equal(RedisExhaustionCause.Load, exhausted.LikelyCause);
        Assert.StartsWith($"Pool '{pool.Name}' for localhost:6379 has no connection to spare: none became free in 5.0 s. Limit 2 (MaxConnections): 2 leased; 0 waiting. This looks like load: ", exhausted.Message, StringComparison.Ordinal);
        Assert.Contains($"  1 held since 5.0 s at most, rented at {ThisFile()}", exhausted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leak_ByLeasesHeldLongAndUnused()
    {
        await using var pool = Pool();
        await using var one = await pool.RentAsync(Cancel);
        await using var other = await pool.RentAsync(Cancel);
        _time.Advance(TimeSpan.FromSeconds(60));

        var exhausted = await ExhaustAsync(pool);

        Assert.Equal(RedisExhaustionCause.Leak, exhausted.LikelyCause);
        Assert.Contains("This looks like a leak: ", exhausted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leak_BySitesThatLeakedBefore()
    {
        await using var pool = Pool();
        await RentAsync(pool);
        await Eventually.CollectedAsync(() => pool.GetSnapshot().Leaks.Count == 1);
        await Eventually.TrueAsync(() => pool.GetSnapshot().Connections.Count == 0);
        await using var one = await RentAsync(pool);
        await using var other = await RentAsync(pool);

        var exhausted = await ExhaustAsync(pool);

        Assert.Equal(RedisExhaustionCause.Leak, exhausted.LikelyCause);
        Assert.Contains("  1 leaked before, acquired at ", exhausted.Message, StringComparison.Ordinal);

        static async Task<RedisLease> RentAsync(RedisPool pool) => await pool.RentAsync(Cancel);
    }

    [Fact]
    public async Task SlowServer()
    {
        await using var pool = Pool();
        await using var one = await pool.RentAsync(Cancel);
        await using var other = await pool.RentAsync(Cancel);
        _opener.Connections.ForEach(static connection => connection.Outstanding = 1);
        _time.Advance(TimeSpan.FromSeconds(60));

        var exhausted = await ExhaustAsync(pool);

        Assert.Equal(RedisExhaustionCause.SlowServer, exhausted.LikelyCause);
        Assert.Contains("This looks like a slow server, or blocking commands", exhausted.Message, StringComparison.Ordinal);
        _opener.Connections.ForEach(static connection => connection.Outstanding = 0);
    }

    [Fact]
    public async Task ConnectStorm()
    {
        var go = new TaskCompletionSource();
        _opener.OnOpen = _ => go.Task;
        await using var pool = Pool(Timeout.InfiniteTimeSpan);
        var renting = new[] { pool.RentAsync(Cancel).AsTask(), pool.RentAsync(Cancel).AsTask() };
        await Eventually.TrueAsync(() => _opener.Opened == 2);

        var waiting = Enumerable.Range(0, 3).Select(_ => pool.RentAsync(Cancel).AsTask()).ToArray();
        var exhausted = await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => waiting[2]);

        Assert.Equal(RedisExhaustionCause.ConnectStorm, exhausted.LikelyCause);
        Assert.Contains("2 calls already wait for a connection (MaxWaiters). Limit 2 (MaxConnections): 2 connecting; 2 waiting. This looks like a connect storm: ", exhausted.Message, StringComparison.Ordinal);
        go.SetResult();
        foreach (var rented in renting.Concat(waiting.Take(2)))
        {
            await (await rented).DisposeAsync();
        }
    }

    /// <summary>Half of them is enough: the other half may be at its beginning.</summary>
    [Theory]
    [InlineData(0, RedisExhaustionCause.Load)]
    [InlineData(1, RedisExhaustionCause.Load)]
    [InlineData(2, RedisExhaustionCause.ConnectStorm)]
    public void HalfOfTheConnections_MakeAStorm(int connecting, RedisExhaustionCause cause)
    {
        _picture = PoolPictures.Of([.. PoolPictures.Connections(connecting, RedisConnectionState.Connecting), .. PoolPictures.Connections(4 - connecting, RedisConnectionState.Idle)]);

        Assert.Equal(cause, Diagnosis().TimedOut(TimeSpan.FromSeconds(5)).LikelyCause);
    }

    [Theory]
    [InlineData(29, 0, RedisExhaustionCause.Load)]
    [InlineData(30, 0, RedisExhaustionCause.Leak)]
    [InlineData(30, 1, RedisExhaustionCause.SlowServer)]
    public void LeaseCountsAsLeaked_FromTheThresholdOn_UnlessItWaitsForAReply(int heldFor, int outstanding, RedisExhaustionCause cause)
    {
        _options.LongHeldThreshold = TimeSpan.FromSeconds(30);
        _picture = PoolPictures.Of(leases: [PoolPictures.Lease(1, heldFor, outstanding)]);

        Assert.Equal(cause, Diagnosis().TimedOut(TimeSpan.FromSeconds(5)).LikelyCause);
    }

    [Fact]
    public void PoolThatAsksNobodyHowLong_KnowsLeaksByTheirSitesAlone()
    {
        _options.LongHeldThreshold = Timeout.InfiniteTimeSpan;
        _picture = PoolPictures.Of(leases: [PoolPictures.Lease(1, 9000), PoolPictures.Lease(2, 9000), PoolPictures.Lease(3, 9000)], leaks: [PoolPictures.Leak(1, 1)]);
        Assert.Equal(RedisExhaustionCause.Load, Diagnosis().TimedOut(TimeSpan.FromSeconds(5)).LikelyCause);

        _picture = PoolPictures.Of(leases: [PoolPictures.Lease(1, 0), PoolPictures.Lease(2, 9000)], leaks: [PoolPictures.Leak(1, 1)]);
        Assert.Equal(RedisExhaustionCause.Leak, Diagnosis().TimedOut(TimeSpan.FromSeconds(5)).LikelyCause);
    }

    /// <summary>Thousands fail together, and a picture of a large pool costs more than all that failed.</summary>
    [Fact]
    public void CallsThatFailTogether_ShareAPicture()
    {
        var diagnosis = Diagnosis();
        diagnosis.QueueIsFull(1);
        _time.Advance(TimeSpan.FromMilliseconds(99));
        diagnosis.TimedOut(TimeSpan.FromSeconds(5));
        Assert.Equal(1, _looks);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        diagnosis.TimedOut(TimeSpan.FromSeconds(5));
        diagnosis.TimedOut(TimeSpan.FromSeconds(5));

        Assert.Equal(2, _looks);
    }

    [Theory]
    [InlineData(true, "When it arrives, it goes to the pool.")]
    [InlineData(false, "When it arrives, it is closed.")]
    public void SlowConnect_SaysWhatBecomesOfTheConnection(bool isKept, string end)
    {
        var told = Diagnosis().ConnectTooSlow(TimeSpan.FromSeconds(1.2), new TimeoutException("The operation has timed out."), isKept);

        Assert.Equal($"Opening a connection of pool '{_picture.Name}' to localhost:6379 took longer than the 1.2 s that were left of AcquireTimeout (The operation has timed out). {end}", told.Message);
        Assert.Equal(CommandStatus.Unknown, told.Commandstatus);
    }

    [Fact]
    public void EachOfThem_IsCounted()
    {
        var timeouts = 0;
        using var ear = Ear.Of(_options.Name!, "db.client.connection.timeouts", _ => timeouts++);
        var diagnosis = Diagnosis();

        diagnosis.QueueIsFull(1);
        diagnosis.TimedOut(TimeSpan.FromSeconds(5));
        diagnosis.ConnectTooSlow(TimeSpan.FromSeconds(5), new TimeoutException(), isKept: true);

        Assert.Equal(3, timeouts);
    }

    private ExhaustionDiagnosis Diagnosis() => new(
        () =>
        {
            _looks++;
            return _picture;
        },
        new PoolInstruments(_options.Name!),
        _options,
        _time);

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private async Task<RedisPoolExhaustedException> ExhaustAsync(RedisPool pool)
    {
        var waiting = pool.RentAsync(Cancel).AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));
        return await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => waiting);
    }

    private RedisPool Pool(TimeSpan? timeout = null) => Pools.Fake(
        _opener,
        options =>
        {
            options.MaxConnections = 2;
            options.MaxWaiters = 2;
            options.AcquireTimeout = timeout ?? options.AcquireTimeout;
        },
        _time);
}

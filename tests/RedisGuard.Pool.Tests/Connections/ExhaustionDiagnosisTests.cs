using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class ExhaustionDiagnosisTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeOpener _opener = new();

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

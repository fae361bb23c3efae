using System.Globalization;
using System.Runtime.CompilerServices;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

public sealed class LeasesLeakTests
{
    private const int LeaseLeaked = 1001;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LeakedLease_IsAWarningWithFileLineAndMember()
    {
        var logs = new FakeLoggers();
        await using var pool = Pools.Fake(new FakeOpener(), logs: logs);

        await LeakAsync(pool, 1);
        await Eventually.CollectedAsync(() => logs.Of(LeaseLeaked).Any());

        var message = Assert.Single(logs.Of(LeaseLeaked)).Message;
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"LeasesLeakTests.cs:{s_leakLine} ({nameof(LeakAsync)})"), message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeaksOfOneLine_AreOneWarning_ThenOneAtTen()
    {
        var logs = new FakeLoggers();
        var told = new List<RedisLeak>();
        await using var pool = Pools.Fake(new FakeOpener(), logs: logs);
        pool.LeakDetected += (_, e) =>
        {
            lock (told)
            {
                told.Add(e.Leak);
            }
        };

        for (var leaked = 1; leaked <= 12; leaked++)
        {
            await LeakAsync(pool, 1);
            var expected = leaked;
            await Eventually.CollectedAsync(() => pool.GetSnapshot().Leaks is [{ } leak] && leak.Count == expected);
        }

        // The event comes last, after the snapshot and the warning.
        await Eventually.TrueAsync(() => Told().Count == 12);
        Assert.Equal(2, logs.Of(LeaseLeaked).Count());
        Assert.Contains("10 so far", logs.Of(LeaseLeaked).Last().Message, StringComparison.Ordinal);
        Assert.Equal(12, Told()[^1].Count);

        List<RedisLeak> Told()
        {
            lock (told)
            {
                return [.. told];
            }
        }
    }

    [Fact]
    public async Task ReturnedLease_IsNoLeak()
    {
        var logs = new FakeLoggers();
        await using var pool = Pools.Fake(new FakeOpener(), logs: logs);
        for (var i = 0; i < 100; i++)
        {
            await UseAsync(pool);
        }

        await LeakAsync(pool, 1);
        await Eventually.CollectedAsync(() => pool.GetSnapshot().Leaks.Count > 0);

        Assert.Equal(1, Assert.Single(pool.GetSnapshot().Leaks).Count);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static async Task UseAsync(RedisPool pool)
        {
            await using var lease = await pool.RentAsync(Cancel);
        }
    }

    [Fact]
    public async Task DetectionOff_SaysNothing()
    {
        var logs = new FakeLoggers();
        await using var quiet = Pools.Fake(
            new FakeOpener(),
            options =>
            {
                options.LeakDetection = RedisLeakDetection.Off;
                options.DrainTimeout = TimeSpan.Zero;
            },
            logs: logs);
        await using var telling = Pools.Fake(new FakeOpener());

        // What the other pool tells proves that the collector came by.
        await LeakAsync(quiet, 1);
        await LeakAsync(telling, 1);
        await Eventually.CollectedAsync(() => telling.GetSnapshot().Leaks.Count == 1);

        Assert.Empty(logs.Records);
        Assert.Empty(quiet.GetSnapshot().Leaks);
    }

    [Fact]
    public async Task Paranoid_TellsTheStack()
    {
        await using var pool = Pools.Fake(new FakeOpener(), options => options.LeakDetection = RedisLeakDetection.Paranoid);

        await LeakAsync(pool, 1);
        await Eventually.CollectedAsync(() => pool.GetSnapshot().Leaks.Count == 1);

        Assert.Contains(nameof(LeakAsync), pool.GetSnapshot().Leaks[0].StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeaseHeldAtDispose_IsReportedOnce_AsHeldAndNotAsLeaked()
    {
        var logs = new FakeLoggers();
        var opener = new FakeOpener();
        var pool = Pools.Fake(opener, options => options.DrainTimeout = TimeSpan.Zero, logs: logs);
        var lease = await pool.RentAsync(Cancel);

        await pool.DisposeAsync();

        var ended = Assert.Throws<ObjectDisposedException>(() => lease.Database);
        Assert.Contains("closed by the pool", ended.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(LeaseHeldAtDispose_IsReportedOnce_AsHeldAndNotAsLeaked), Assert.Single(logs.Records).Message, StringComparison.Ordinal);
        Assert.True(opener.Connections[0].IsClosed);
    }

    private static int s_leakLine;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LeakAsync(RedisPool pool, int count)
    {
        for (var i = 0; i < count; i++)
        {
            s_leakLine = Line() + 1;
            await pool.RentAsync(Cancel);
        }
    }

    private static int Line([CallerLineNumber] int line = 0) => line;
}

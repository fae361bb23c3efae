using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leases;

public sealed class LongHeldTests
{
    private const int LongHeld = 1011;
    private const int Returned = 1012;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLoggers _logs = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LongHeldLease_IsAskedAboutOnce_AndTheSuspicionWithdrawn()
    {
        await using var pool = Pools.Fake(new FakeOpener(), time: _time, logs: _logs);
        var lease = await pool.RentAsync(Cancel);

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(_logs.Records);
        await AdvanceAsync(600, () => _logs.Of(LongHeld).Any());
        var warning = Assert.Single(_logs.Of(LongHeld)).Message;
        Assert.Contains(nameof(LongHeldLease_IsAskedAboutOnce_AndTheSuspicionWithdrawn), warning, StringComparison.Ordinal);

        await lease.DisposeAsync();
        await AdvanceAsync(15, () => _logs.Of(Returned).Count() == 1);
        Assert.Empty(pool.GetSnapshot().Leaks);
    }

    [Fact]
    public async Task ManyOfOneLine_AreOneWarning_ThenOneWhenTheyDouble()
    {
        await using var pool = Pools.Fake(new FakeOpener(), static options => options.DrainTimeout = TimeSpan.Zero, _time, _logs);
        var leases = new List<RedisLease>();

        // At one, two and four; not at three and five.
        foreach (var warnings in (int[])[1, 2, 2, 3, 3])
        {
            leases.Add(await pool.RentAsync(Cancel));
            await AdvanceAsync(100, () => _logs.Of(LongHeld).Count() == warnings);
        }

        leases.ForEach(static lease => lease.Dispose());
    }

    [Fact]
    public async Task LeaseMayAskForMoreTime()
    {
        await using var pool = Pools.Fake(new FakeOpener(), time: _time, logs: _logs);
        await using var patient = await pool.RentAsync(Cancel);
        patient.LongHeldThreshold = TimeSpan.FromMinutes(30);
        await using var endless = await pool.RentAsync(Cancel);
        endless.LongHeldThreshold = Timeout.InfiniteTimeSpan;

        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.Empty(_logs.Records);
        await AdvanceAsync(120, () => _logs.Of(LongHeld).Any());
        Assert.Contains("1 lease(s)", Assert.Single(_logs.Of(LongHeld)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suspicion_IsWithdrawnOnce_AndRaisedAnewWhenTheLineHoldsAgain()
    {
        await using var pool = Pools.Fake(new FakeOpener(), time: _time, logs: _logs);
        for (var round = 1; round <= 2; round++)
        {
            await using (await pool.RentAsync(Cancel))
            {
                await AdvanceAsync(100, () => _logs.Of(LongHeld).Count() == round);
            }

            _time.Advance(TimeSpan.FromSeconds(15));
            await AdvanceAsync(15, () => _logs.Of(Returned).Count() == round);
        }
    }

    [Fact]
    public async Task OldestOfALine_IsTheOneThatIsTold()
    {
        await using var pool = Pools.Fake(new FakeOpener(), time: _time, logs: _logs);
        var leases = new List<RedisLease>();
        for (var rent = 0; rent < 2; rent++)
        {
            leases.Add(await pool.RentAsync(Cancel));
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        await AdvanceAsync(45, () => _logs.Of(LongHeld).LastOrDefault() is { } last && last.Message.Contains("2 lease(s)", StringComparison.Ordinal));

        Assert.Contains("2 lease(s)", _logs.Of(LongHeld).Last().Message, StringComparison.Ordinal);
        Assert.Contains("the oldest 105 s ago", _logs.Of(LongHeld).Last().Message, StringComparison.Ordinal);
        leases.ForEach(static lease => lease.Dispose());
    }

    // Another loop of the pool, which sets its timer in that very moment on another thread, does there what is due.
    private Task AdvanceAsync(double seconds, Func<bool> condition)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return Eventually.TrueAsync(condition);
    }
}

using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;

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
        _time.Advance(TimeSpan.FromSeconds(600));
        var warning = Assert.Single(_logs.Of(LongHeld)).Message;
        Assert.Contains(nameof(LongHeldLease_IsAskedAboutOnce_AndTheSuspicionWithdrawn), warning, StringComparison.Ordinal);

        await lease.DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Single(_logs.Of(Returned));
        Assert.Empty(pool.GetSnapshot().Leaks);
    }

    [Fact]
    public async Task ManyOfOneLine_AreOneWarning_ThenOneWhenTheyDouble()
    {
        await using var pool = Pools.Fake(new FakeOpener(), static options => options.DrainTimeout = TimeSpan.Zero, _time, _logs);
        var leases = new List<RedisLease>();
        for (var i = 0; i < 5; i++)
        {
            leases.Add(await pool.RentAsync(Cancel));
            _time.Advance(TimeSpan.FromSeconds(100));
        }

        // At one, two and four; not at three and five.
        Assert.Equal(3, _logs.Of(LongHeld).Count());
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
        _time.Advance(TimeSpan.FromMinutes(2));
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
                _time.Advance(TimeSpan.FromSeconds(100));
                Assert.Equal(round, _logs.Of(LongHeld).Count());
            }

            _time.Advance(TimeSpan.FromSeconds(15));
            _time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(round, _logs.Of(Returned).Count());
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

        _time.Advance(TimeSpan.FromSeconds(45));

        Assert.Contains("2 lease(s)", _logs.Of(LongHeld).Last().Message, StringComparison.Ordinal);
        Assert.Contains("the oldest 105 s ago", _logs.Of(LongHeld).Last().Message, StringComparison.Ordinal);
        leases.ForEach(static lease => lease.Dispose());
    }
}

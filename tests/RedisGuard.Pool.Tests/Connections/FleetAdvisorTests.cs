using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class FleetAdvisorTests
{
    [Theory]
    [InlineData(10_000, 200, 1, 50, 20)]
    [InlineData(10_000, 1, 1, 50, 50)]
    [InlineData(100, 500, 1, 50, 1)]
    [InlineData(100, 500, 3, 50, 3)]
    public void Share_IsTheSameForEach_AndNeverTouchesTheSharedConnections(long maxClients, int processes, int shared, int limit, int expected) =>
        Assert.Equal(expected, FleetAdvisor.Share(maxClients, processes, shared, limit));

    [Fact]
    public async Task Pool_KeepsToItsShare_AndClosesAsQuicklyAsOthers()
    {
        Assert.True(RedisProcess.Executable is not null, "redis-server is not installed; Garnet doesn't count its clients.");
        await using var server = await RedisProcess.StartAsync("--maxclients", "100");
        var logs = new FakeLoggers();
        var pool = new RedisPool(
            Pools.Options(options =>
            {
                options.Configuration = FormattableString.Invariant($"127.0.0.1:{server.Port}");
                options.MaxConnections = 50;
                options.FleetBudget = 4;
                options.AcquireTimeout = TimeSpan.FromSeconds(10);
                options.DrainTimeout = TimeSpan.FromMinutes(1);
            }),
            logs);
        var database = await pool.GetDatabaseAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => pool.GetSnapshot().MaxConnections == 10);
        // Nobody asked for the right to flush the server.
        Assert.DoesNotContain("allowAdmin=True", database.Multiplexer.Configuration, StringComparison.OrdinalIgnoreCase);

        List<RedisLease> leases = [];
        for (var lease = 0; lease < 9; lease++)
        {
            leases.Add(await pool.RentAsync(TestContext.Current.CancellationToken));
        }

        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pool.RentAsync(impatient.Token));
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }

        // The withheld permits come back for the drain: it waits for nobody.
        await pool.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}

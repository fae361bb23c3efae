using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leases;

public sealed class RentStressTests
{
    [Fact]
    public async Task RacingCancelReturnAbandonAndFailure_LoseNoPermit()
    {
        const int limit = 3;
        const int workers = 12;
        const int rounds = 4_000;
        var cancel = TestContext.Current.CancellationToken;
        var opener = new FakeOpener { OnOpen = static number => number % 11 == 0 ? Task.FromException(new IOException("refused")) : YieldAsync() };
        await using var pool = Pools.Fake(opener, options =>
        {
            options.MaxConnections = limit;
            options.AcquireTimeout = Timeout.InfiniteTimeSpan;
        });
        var held = 0;
        var rented = 0;

        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(
            async () =>
            {
                var random = new Random(worker);
                for (var round = 0; round < rounds; round++)
                {
                    // Cancelled by another thread while it waits: the grant and the cancellation meet again and again. What this
                    // found once: a wait given up after its grant was decided and before it was told kept the permit.
                    using var impatience = new CancellationTokenSource();
                    var renting = pool.RentAsync(impatience.Token).AsTask();
                    var cancelling = random.Next(2) == 0 ? Task.Run(impatience.Cancel, cancel) : Task.CompletedTask;
                    try
                    {
                        var lease = await renting;
                        Assert.InRange(Interlocked.Increment(ref held), 1, limit);
                        Interlocked.Increment(ref rented);
                        Interlocked.Decrement(ref held);
                        if (random.Next(5) == 0)
                        {
                            lease.Abandon();
                        }

                        await lease.DisposeAsync();
                    }
                    catch (Exception e) when (e is OperationCanceledException or IOException)
                    {
                    }

                    await cancelling;
                }
            },
            cancel))).WaitAsync(Eventually.Deadline, cancel);

        Assert.InRange(rented, rounds, workers * rounds);
        opener.OnOpen = static _ => Task.CompletedTask;
        await Eventually.TrueAsync(() => pool.GetSnapshot().Connections.All(static connection => connection.State == RedisConnectionState.Idle));
        var leases = new List<RedisLease>();
        for (var i = 0; i < limit; i++)
        {
            leases.Add(await pool.RentAsync(cancel).AsTask().WaitAsync(Eventually.Deadline, cancel));
        }

        leases.ForEach(static lease => lease.Dispose());
    }

    private static async Task YieldAsync() => await Task.Yield();
}

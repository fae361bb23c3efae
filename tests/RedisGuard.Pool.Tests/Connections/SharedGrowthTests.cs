using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Connections;

/// <summary>Several shared connections: nobody waits for the second while the first is there.</summary>
public sealed class SharedGrowthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadyOnesFirst_GrowthBesideTheCall()
    {
        var go = new TaskCompletionSource();
        var opener = new FakeOpener { OnOpen = number => number == 1 ? Task.CompletedTask : go.Task };
        await using var pool = Pools.Fake(opener, static options => options.SharedConnections = 2);
        await pool.GetConnectionNodeAsync();

        for (var call = 0; call < 100; call++)
        {
            await pool.GetConnectionNodeAsync().WaitAsync(Eventually.Deadline, Cancel);
        }

        await Eventually.TrueAsync(() => opener.Opened == 2);
        go.SetResult();
        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Shared) == 2);
    }

    [Fact]
    public async Task LimitReached_NoCallFails_AsOneIsThere()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options =>
        {
            options.SharedConnections = 2;
            options.MaxConnections = 2;
            options.AcquireTimeout = TimeSpan.FromSeconds(1);
        }, time);
        await pool.GetConnectionNodeAsync();
        await using var lease = await pool.RentAsync(Cancel);

        for (var call = 0; call < 50; call++)
        {
            await pool.GetConnectionNodeAsync();
            time.Advance(TimeSpan.FromSeconds(0.5));
        }
    }
}

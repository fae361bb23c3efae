using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class SharedConnectionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pool_ConnectsOnFirstUseOnly()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener);
        Assert.Equal(0, opener.Opened);

        await Assert.ThrowsAsync<NotSupportedException>(() => pool.GetConnectionAsync(Cancel));
        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task RacingCallers_ConnectOnce()
    {
        var opener = new FakeOpener();
        var go = new TaskCompletionSource();
        opener.OnOpen = _ => go.Task;
        await using var pool = Pools.Fake(opener);

        var callers = Enumerable.Range(0, 64).Select(_ => Task.Run(() => pool.GetConnectionAsync(Cancel))).ToArray();
        await Eventually.TrueAsync(() => opener.Opened > 0);
        go.SetResult();
        foreach (var caller in callers)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => caller);
        }

        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task FailedConnect_IsForgotten_AndItsPermitFreed()
    {
        var opener = new FakeOpener
        {
            OnOpen = static number => number == 1
                ? throw new IOException("no")
                : Task.CompletedTask,
        };
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);

        await Assert.ThrowsAsync<IOException>(() => pool.GetConnectionAsync(Cancel));
        await Assert.ThrowsAsync<NotSupportedException>(() => pool.GetConnectionAsync(Cancel));

        Assert.Equal(1, pool.GetSnapshot().Count(RedisConnectionState.Shared));
    }

    [Fact]
    public async Task CallerWhoLosesPatience_LeavesTheConnectionToTheOthers()
    {
        var opener = new FakeOpener();
        var go = new TaskCompletionSource();
        opener.OnOpen = _ => go.Task;
        await using var pool = Pools.Fake(opener);
        using var impatience = new CancellationTokenSource();

        var impatient = pool.GetConnectionAsync(impatience.Token);
        var patient = pool.GetConnectionAsync(Cancel);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        go.SetResult();

        await Assert.ThrowsAsync<NotSupportedException>(() => patient);
        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task OfSeveral_TheLeastOutstandingThatIsReady_IsUsed()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options => options.SharedConnections = 3, time);
        await Eventually.TrueAsync(() =>
        {
            Use(1);
            return pool.GetSnapshot().Count(RedisConnectionState.Shared) == 3;
        });
        var before = Uses();

        Set(0, isReady: true, outstanding: 7);
        Set(1, isReady: false, outstanding: 0);
        Set(2, isReady: true, outstanding: 3);
        time.Advance(TimeSpan.FromSeconds(1));
        Use(6);
        Assert.Equal([0, 0, 6], Uses().Zip(before, static (now, then) => now - then));

        Set(0, isReady: true, outstanding: 2);
        time.Advance(TimeSpan.FromSeconds(1));
        Use(6);
        Assert.Equal([6, 0, 6], Uses().Zip(before, static (now, then) => now - then));

        void Use(int times)
        {
            for (var use = 0; use < times; use++)
            {
                Assert.Throws<NotSupportedException>(() => pool.GetDatabase());
            }
        }

        void Set(int index, bool isReady, long outstanding)
        {
            opener.Connections[index].IsReady = isReady;
            opener.Connections[index].Outstanding = outstanding;
        }

        int[] Uses() => [.. opener.Connections.Select(static connection => connection.Uses)];
    }

    /// <summary>With abortConnect=false a connection is there before its server is: «connected to .» said nothing, and the fleet's share was never asked for.</summary>
    [Fact]
    public async Task ServerThatIsDownAtFirst_IsToldOfOnce_WhenItIsThere()
    {
        var logs = new FakeLoggers();
        var opener = new FakeOpener { OnOpened = static connection => connection.IsReady = false };
        await using var pool = Pools.Fake(opener, logs: logs);
        await pool.GetConnectionNodeAsync();
        Assert.Empty(logs.Of(1109));

        opener.Connections[0].IsReady = true;

        await Eventually.TrueAsync(() => logs.Of(1109).Any());
        Assert.Contains("is connected to nowhere:1", Assert.Single(logs.Of(1109)).Message, StringComparison.Ordinal);
    }
}

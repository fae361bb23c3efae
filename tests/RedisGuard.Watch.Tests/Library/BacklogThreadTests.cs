using RedisGuard.Pool.Tests.Servers;
using RedisGuard.Watch.Library;
using RedisGuard.Watch.Tests.Probes;
using StackExchange.Redis;

namespace RedisGuard.Watch.Tests.Library;

/// <summary>The library's thread for queued commands, which holds a connection for five seconds after its last one.</summary>
public sealed class BacklogThreadTests(ServerFixture server)
{
    [Fact]
    public async Task End_LetsTheThreadGo_AndTheConnectionQueuesAgain()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        await QueueAsync(connection);
        BacklogThread.End([connection]);
        Assert.False(BacklogThread.IsIdle(connection));

        // The next queue starts a thread of its own; nothing of it is lost.
        await QueueAsync(connection);
        Assert.Equal("PONG", (string?)await connection.GetDatabase().ExecuteAsync("PING"));
    }

    [Fact]
    public async Task End_OfNothing_DoesNothing()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        Assert.False(BacklogThread.IsIdle(connection));
        BacklogThread.End([connection]);
        await connection.GetDatabase().PingAsync();
    }

    [Fact]
    public async Task DroppedConnection_IsCollectedAfterEnd()
    {
        var dropped = await DropAsync();
        await Eventually.TrueAsync(() =>
        {
            // Before, only the five seconds would have helped.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(!dropped.TryGetTarget(out _));
        });

        async Task<WeakReference<ConnectionMultiplexer>> DropAsync()
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
            await QueueAsync(connection);
            BacklogThread.End([connection]);
            return new WeakReference<ConnectionMultiplexer>(connection);
        }
    }

    // Commands queue when several threads write at once, and not each time.
    private static Task QueueAsync(ConnectionMultiplexer connection) => Eventually.TrueAsync(async () =>
    {
        var database = connection.GetDatabase();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => database.PingAsync())))));
        return BacklogThread.IsIdle(connection);
    });
}

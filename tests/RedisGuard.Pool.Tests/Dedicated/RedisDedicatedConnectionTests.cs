using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using RedisGuard.Pool.Dedicated;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Dedicated;

public sealed class RedisDedicatedConnectionTests(RedisFixture redis)
{
    private readonly string _name = $"t{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Configuration => $"{redis.Configuration},name={_name}";

    [Fact]
    public async Task Dedicated_IsConnected_AndClosedByDispose()
    {
        await using (var connection = await RedisPool.ConnectDedicatedAsync(Configuration, Cancel))
        {
            await connection.Database.PingAsync();
            Assert.StartsWith($"rg:{_name}:dedicated:dedicated:", Assert.Single(await redis.ClientNamesAsync(_name)), StringComparison.Ordinal);
        }

        await Eventually.TrueAsync(async () => (await redis.ClientNamesAsync(_name)).Count == 0);
    }

    [Fact]
    public async Task UseAfterDispose_Throws()
    {
        var connection = await RedisPool.ConnectDedicatedAsync(Configuration, Cancel);
        connection.Dispose();
        await connection.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => connection.Connection);
    }

    [Fact]
    public async Task LeakedDedicated_IsNamed_Told_AndClosed()
    {
        var told = new ConcurrentQueue<RedisLeak>();
        EventHandler<RedisLeakEventArgs> tell = (_, e) => told.Enqueue(e.Leak);
        RedisDedicatedConnection.LeakDetected += tell;
        await LeakAsync(async () => Assert.Single(await redis.ClientNamesAsync(_name)));

        await Eventually.CollectedAsync(() => told.Any(static leak => leak.Site.Member == nameof(LeakAsync)));
        RedisDedicatedConnection.LeakDetected -= tell;
        var leak = Assert.Single(DedicatedConnections.Leaks, static leak => leak.Site.Member == nameof(LeakAsync));
        Assert.Equal(RedisLeakKind.DedicatedConnection, leak.Kind);
        Assert.EndsWith("DedicatedConnectionTests.cs", leak.Site.FilePath, StringComparison.Ordinal);

        await Eventually.TrueAsync(async () => (await redis.ClientNamesAsync(_name)).Count == 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task LeakAsync(Func<Task> look)
    {
        var connection = await RedisPool.ConnectDedicatedAsync(Configuration, Cancel);
        await look();

        // Until here: any other test may call the collector.
        GC.KeepAlive(connection);
    }
}

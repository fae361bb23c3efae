using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class MultiplexerOpenerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>One attempt that hung held up everybody who shared it, for good.</summary>
    [Fact]
    public async Task ConnectThatHangs_IsLeftAtItsDeadline_AndTheNextCallBeginsAnother()
    {
        using var nobody = new ClosedPort();
        using var goOn = new ManualResetEventSlim();
        var attempts = 0;
        var configuration = ConfigurationOptions.Parse($"{nobody.Configuration},connectTimeout=100,connectRetry=1");
        configuration.BeforeSocketConnect = (_, _, _) =>
        {
            Interlocked.Increment(ref attempts);
            goOn.Wait(Eventually.Deadline, Cancel);
        };
        await using var pool = new RedisPool(Pools.Options(options => options.ConfigurationOptions = configuration), new FakeLoggers());

        var left = await Assert.ThrowsAsync<RedisConnectionException>(() => pool.GetDatabaseAsync(Cancel).AsTask());
        Assert.Contains("neither connected to ", left.Message, StringComparison.Ordinal);
        var begun = Volatile.Read(ref attempts);
        var next = pool.GetDatabaseAsync(Cancel).AsTask();
        await Eventually.TrueAsync(() => Volatile.Read(ref attempts) > begun);
        goOn.Set();

        await Assert.ThrowsAsync<RedisConnectionException>(() => next);
    }
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

public sealed class LeakTrackerTests
{
    private static int s_finalizerThread;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finalizer_OnlyHandsOver_AndLogsNothing()
    {
        DropSentinel();
        await Eventually.CollectedAsync(static () => Volatile.Read(ref s_finalizerThread) != 0);
        var threads = new ConcurrentQueue<int>();
        await using var pool = Pools.Fake(new FakeOpener(), logs: new LoggerOf(() => threads.Enqueue(Environment.CurrentManagedThreadId)));
        pool.LeakDetected += (_, _) => threads.Enqueue(Environment.CurrentManagedThreadId);

        await LeakAsync(pool);
        await Eventually.CollectedAsync(() => threads.Count >= 2);

        Assert.DoesNotContain(s_finalizerThread, threads);
    }

    [Fact]
    public async Task LoggerHandlerAndListenerThatThrow_DoNotEndTheWatch()
    {
        var asked = 0;
        await using var pool = Pools.Fake(new FakeOpener(), logs: new LoggerOf(() =>
        {
            Interlocked.Increment(ref asked);
            throw new IOException("disk full");
        }));
        pool.LeakDetected += (_, _) => throw new InvalidOperationException("handler");
        using var ear = Ear.Of(pool, "redisguard.leaks", static () => throw new InvalidOperationException("listener"));

        for (var leaked = 1; leaked <= 2; leaked++)
        {
            await LeakAsync(pool);
            var expected = leaked;
            await Eventually.CollectedAsync(() => pool.GetSnapshot().Leaks is [{ } leak] && leak.Count == expected);
        }

        await Eventually.TrueAsync(() => pool.GetSnapshot().Connections.Count == 0);
        Assert.InRange(asked, 1, int.MaxValue);
    }

    [Fact]
    public async Task HandlerThatThrows_IsLogged()
    {
        var logs = new FakeLoggers();
        await using var pool = Pools.Fake(new FakeOpener(), logs: logs);
        pool.LeakDetected += (_, _) => throw new InvalidOperationException("handler");

        await LeakAsync(pool);
        await Eventually.CollectedAsync(() => logs.Of(1009).Any());

        Assert.Equal("handler", Assert.Single(logs.Of(1009)).Exception!.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LeakAsync(RedisPool pool) => await pool.RentAsync(Cancel);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropSentinel() => _ = new Sentinel();

    private sealed class Sentinel
    {
        ~Sentinel() => Volatile.Write(ref s_finalizerThread, Environment.CurrentManagedThreadId);
    }

    private sealed class LoggerOf(Action onLog) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel > LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => onLog();

        public void Dispose()
        {
            // Nothing to let go of.
        }
    }
}

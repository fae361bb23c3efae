using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

/// <summary>Guarded calls without a server: a test says what the connection and the command do, and what the clock shows.</summary>
public abstract class GuardedCallsBench
{
    private protected static readonly TimeSpan LibraryTimeout = TimeSpan.FromSeconds(30);

    private long _sockets;
    private int _sent;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected FakeTimeProvider Time { get; } = new();

    /// <summary>The name that the instruments have for the pool.</summary>
    private protected string Pool { get; } = $"t{Guid.NewGuid():N}";

    /// <summary>The number of times that the command was sent.</summary>
    private protected int Sent => Volatile.Read(ref _sent);

    private protected static Exception Make(string fault) => fault switch
    {
        "lost" => Circuit.Lost(),
        "unsent" => RedisExceptions.Lost(CommandStatus.WaitingInBacklog),
        "slow" => Circuit.Slow(),
        "exhausted" => new RedisPoolExhaustedException(),
        _ => RedisExceptions.Answer($"{fault} says the server"),
    };

    /// <summary>As the library does when it has lost a socket.</summary>
    private protected void OpenSocket() => Interlocked.Increment(ref _sockets);

    private protected Task<int> Send(Task<int> reply)
    {
        Interlocked.Increment(ref _sent);
        return reply;
    }

    private protected async Task<RedisOutcome<int>> EndAsync(Task<RedisOutcome<int>> running)
    {
        await Eventually.TrueAsync(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            return running.IsCompleted;
        });
        return await running;
    }

    private protected GuardedCalls Calls(out RedisCircuitBreaker breaker, Func<CancellationToken, ValueTask<IDatabase>>? database = null, TimeSpan? timeout = null)
    {
        breaker = new RedisCircuitBreaker(static _ => Task.CompletedTask, logger: new FakeLoggers().CreateLogger("test"), timeProvider: Time);
        return new GuardedCalls(
            breaker,
            database ?? (static _ => new ValueTask<IDatabase>((IDatabase)null!)),
            () => Interlocked.Read(ref _sockets),
            new RedisRetryOptions { Timeout = timeout },
            LibraryTimeout,
            new PoolInstruments(Pool),
            Time);
    }
}

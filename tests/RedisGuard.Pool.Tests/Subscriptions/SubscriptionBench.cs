using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Subscriptions;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using RedisGuard.Pool.Upkeep;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>A subscription that a test delivers to, without a server.</summary>
public abstract class SubscriptionBench
{
    private protected static readonly RedisChannel Channel = RedisChannel.Literal("prices");

    private readonly TaskCompletionSource _isBusy = new();
    private int _left;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected FakeLoggers Logs { get; } = new();

    private protected FakeTimeProvider Time { get; } = new();

    /// <summary>The name that the instruments have for it.</summary>
    private protected string Pool { get; } = $"t{Guid.NewGuid():N}";

    /// <summary>What the handlers were told.</summary>
    private protected ConcurrentQueue<string> Told { get; } = new();

    /// <summary>Lets the handler go that holds its message.</summary>
    private protected TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often a subscription left its channel.</summary>
    private protected int Left => Volatile.Read(ref _left);

    private protected static void Post(Subscription subscription, int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            subscription.Post(new RedisMessage(Channel, number));
        }
    }

    private protected Task TellAsync(RedisMessage message)
    {
        Tell(message);
        return Task.CompletedTask;
    }

    private protected void Tell(RedisMessage message) => Told.Enqueue(message.Value.ToString());

    // Message 0 is under way, and the queue empty.
    private protected async Task BusyAsync(Subscription subscription)
    {
        Post(subscription, 0, 1);
        await _isBusy.Task.WaitAsync(Eventually.Deadline, Cancel);
    }

    private protected async Task HoldAsync(RedisMessage message)
    {
        _isBusy.TrySetResult();
        await Go.Task;
        Tell(message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected Subscription Drop(RedisLeakDetection detection) => Start(TellAsync, detection: detection).Subscription;

    private protected (Subscription Subscription, RedisSubscription Handle) Start(
        Func<RedisMessage, Task> handler,
        RedisSubscriptionOptions? options = null,
        bool onGap = false,
        Func<Task>? leave = null,
        RedisLeakDetection detection = RedisLeakDetection.Standard,
        string member = "StartAsync")
    {
        var logger = Logs.CreateLogger("test");
        var instruments = new PoolInstruments(Pool);
        var leaks = new LeakTracker(detection, instruments, logger, static _ => { });
        var subscription = new Subscription(
            Channel,
            options ?? new RedisSubscriptionOptions(),
            new RedisCallSite("Feed.cs", 7, member),
            instruments,
            logger,
            Time,
            new DemandLoop("deliveries", isPrompt: false, "test", logger),
            _ =>
            {
                Interlocked.Increment(ref _left);
                return leave?.Invoke() ?? Task.CompletedTask;
            });
        var handle = new RedisSubscription(subscription, handler, onGap ? TellGapAsync : null, leaks);
        subscription.Start(handle, leaks.IsOn);
        return (subscription, handle);
    }

    private Task TellGapAsync(RedisSubscriptionGap gap)
    {
        Told.Enqueue($"{gap.Cause} of {gap.Channel}");
        return Task.CompletedTask;
    }
}

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

/// <summary>One subscription between what the library delivers and its handler, without a server.</summary>
public sealed class SubscriptionQueueTests
{
    private const int HandlerFailed = 1401;
    private const int MessagesDropped = 1402;
    private const int Overflowed = 1403;
    private const int UnsubscribeFailed = 1404;
    private const int SubscriptionLeaked = 1002;

    private static readonly RedisChannel Channel = RedisChannel.Literal("prices");

    private readonly FakeLoggers _logs = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isBusy = new();
    private int _left;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_AreAwaitedInOrder()
    {
        var running = 0;
        var (subscription, handle) = Start(async message =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            Tell(message);
        });

        Post(subscription, 0, 200);

        await Eventually.TrueAsync(() => _told.Count == 200);
        Assert.Equal(Enumerable.Range(0, 200).Select(static number => $"{number}"), _told);
        Assert.Empty(_logs.Of(HandlerFailed));
        GC.KeepAlive(handle);
    }

    [Fact]
    public void Each_HasANumberOfItsOwn()
    {
        var (one, first) = Start(TellAsync);
        var (other, second) = Start(TellAsync);

        Assert.Matches("^sub-[0-9]{6}$", one.Id);
        Assert.NotEqual(one.Id, other.Id);
        Assert.Equal(($"Redis subscription {one.Id} on prices", one.Id, Channel, true), (first.ToString(), first.Id, first.Channel, first.IsActive));
        Assert.True(one.TryEnd());
        Assert.Equal($"Redis subscription {one.Id} on prices, over", first.ToString());
        Assert.False(first.IsActive);
        GC.KeepAlive(second);
    }

    [Theory]
    [InlineData(RedisOverflowPolicy.DropOldest, "0 148 149")]
    [InlineData(RedisOverflowPolicy.DropNewest, "0 1 2")]
    public async Task FullQueue_DropsAsItSays_AndTellsTheFirst_TheTenth_TheHundredth(RedisOverflowPolicy overflow, string expected)
    {
        var (subscription, handle) = Start(HoldAsync, new RedisSubscriptionOptions { Capacity = 2, Overflow = overflow });
        await BusyAsync(subscription);
        Post(subscription, 1, 149);

        Assert.Equal((147, 147, 2), (subscription.Dropped, handle.Dropped, subscription.Pending));
        Assert.Equal(3, _logs.Of(MessagesDropped).Count());
        Assert.Contains("prices", _logs.Of(MessagesDropped).First().Message, StringComparison.Ordinal);
        _go.SetResult();
        await Eventually.TrueAsync(() => _told.Count == 3);
        Assert.Equal(expected, string.Join(' ', _told));
    }

    [Fact]
    public async Task FullQueue_EndsTheOneThatWantsNoGaps_Once()
    {
        var (subscription, handle) = Start(HoldAsync, new RedisSubscriptionOptions { Capacity = 1, Overflow = RedisOverflowPolicy.End });
        await BusyAsync(subscription);

        Post(subscription, 1, 5);

        Assert.False(handle.IsActive);
        Assert.Single(_logs.Of(Overflowed));
        await Eventually.TrueAsync(() => _left == 1);
        _go.SetResult();
        await Eventually.TrueAsync(() => subscription.Ended.IsCompleted && !_told.IsEmpty && subscription.Pending == 0);

        // What still waited is nobody's any more.
        Assert.Equal(["0"], _told);
    }

    [Fact]
    public async Task HandlerThatThrows_IsLogged_AndTheNextMessageDelivered()
    {
        var (subscription, handle) = Start(message => message.Value == "0" ? throw new InvalidOperationException("cannot") : TellAsync(message));

        Post(subscription, 0, 2);

        await Eventually.TrueAsync(() => !_told.IsEmpty);
        Assert.Equal(["1"], _told);
        Assert.Equal("cannot", Assert.Single(_logs.Of(HandlerFailed)).Exception!.Message);
        GC.KeepAlive(handle);
    }

    [Fact]
    public async Task Gap_WakesItsHandler_WithoutAMessage()
    {
        var (subscription, handle) = Start(TellAsync, onGap: true);

        subscription.TellGap(RedisGapCause.Reopened);

        await Eventually.TrueAsync(() => !_told.IsEmpty);
        Assert.Equal(["Reopened of prices"], _told);
        Assert.Equal((1, 1), (subscription.Gaps, handle.Gaps));
    }

    [Fact]
    public async Task Gaps_AreToldOnce_WithTheLastCause_BeforeTheNextMessage_AndTakeThePlaceOfNone()
    {
        var (subscription, handle) = Start(HoldAsync, new RedisSubscriptionOptions { Capacity = 1 }, onGap: true);
        await BusyAsync(subscription);
        Post(subscription, 1, 1);

        subscription.TellGap(RedisGapCause.Reconnected);
        subscription.TellGap(RedisGapCause.Moved);
        _go.SetResult();

        await Eventually.TrueAsync(() => _told.Count == 3);
        Assert.Equal(["0", "Moved of prices", "1"], _told);
        Assert.Equal((2, 0), (handle.Gaps, handle.Dropped));
    }

    [Fact]
    public async Task WhatOnlyWakes_IsNoMessageThatWasDropped()
    {
        var (subscription, handle) = Start(HoldAsync, new RedisSubscriptionOptions { Capacity = 1 }, onGap: true);
        await BusyAsync(subscription);
        subscription.TellGap(RedisGapCause.Reconnected);
        Assert.Equal(1, subscription.Pending);

        Post(subscription, 1, 1);
        _go.SetResult();

        await Eventually.TrueAsync(() => _told.Count == 3);
        Assert.Equal(["0", "Reconnected of prices", "1"], _told);
        Assert.Equal(0, handle.Dropped);
        Assert.Empty(_logs.Of(MessagesDropped));
    }

    [Fact]
    public async Task Disposed_HasLeft_AndCallsNobody()
    {
        var (subscription, handle) = Start(TellAsync, onGap: true);

        await handle.DisposeAsync();
        await handle.DisposeAsync();
        Post(subscription, 0, 3);
        subscription.TellGap(RedisGapCause.Moved);

        Assert.Equal(1, _left);
        Assert.True(subscription.Ended.IsCompletedSuccessfully);
        Assert.False(subscription.TryEnd());
        Assert.Empty(_told);
        Assert.Empty(_logs.Of(Overflowed));
    }

    [Fact]
    public async Task ServerThatDoesNotAnswer_HoldsUpDisposeForASecond()
    {
        var answer = new TaskCompletionSource();
        var (subscription, handle) = Start(TellAsync, leave: () => answer.Task);

        var disposing = handle.DisposeAsync().AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        await Task.Yield();
        Assert.False(disposing.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await disposing.WaitAsync(Eventually.Deadline, Cancel);

        Assert.False(subscription.Ended.IsCompleted);
        answer.SetResult();
        await subscription.Ended.WaitAsync(Eventually.Deadline, Cancel);
    }

    [Fact]
    public async Task LeavingThatFails_IsLogged_AndOver()
    {
        var (_, handle) = Start(TellAsync, leave: static () => Task.FromException(new InvalidOperationException("its innards")));

        await handle.DisposeAsync();

        Assert.Equal("its innards", Assert.Single(_logs.Of(UnsubscribeFailed)).Exception!.Message);
    }

    [Fact]
    public async Task HandleThatNobodyHolds_IsALeak_AndTold_WhereLeaksAreTracked()
    {
        var subscription = Drop(RedisLeakDetection.Standard);

        await Eventually.CollectedAsync(() => !subscription.IsActive);

        await Eventually.TrueAsync(() => _logs.Of(SubscriptionLeaked).Any());
        Assert.Contains("Feed.cs:7 (StartAsync)", Assert.Single(_logs.Of(SubscriptionLeaked)).Message, StringComparison.Ordinal);
        Assert.Equal(1, _left);
    }

    [Fact]
    public async Task HandleThatNobodyHolds_IsEndedByTheNextMessage_WhereNothingIsTracked()
    {
        var subscription = Drop(RedisLeakDetection.Off);

        await Eventually.CollectedAsync(() =>
        {
            Post(subscription, 0, 1);
            return !subscription.IsActive;
        });

        Assert.Empty(_logs.Of(SubscriptionLeaked));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Deliveries_BelongToNobodysContext()
    {
        var mine = new AsyncLocal<string> { Value = "the subscriber's" };
        var (subscription, handle) = Start(_ =>
        {
            _told.Enqueue(mine.Value ?? "none");
            return Task.CompletedTask;
        });

        Post(subscription, 0, 1);

        await Eventually.TrueAsync(() => !_told.IsEmpty);
        Assert.Equal(["none"], _told);
        GC.KeepAlive(handle);
    }

    [Theory]
    [InlineData(0, RedisOverflowPolicy.End, "Capacity is '0': expected a whole number above 0.")]
    [InlineData(1, (RedisOverflowPolicy)7, "Overflow is '7': expected DropOldest, DropNewest or End.")]
    public void MalformedOptions_AreNamed(int capacity, RedisOverflowPolicy overflow, string expected)
    {
        var options = new RedisSubscriptionOptions { Capacity = capacity, Overflow = overflow };

        Assert.Equal(expected, Assert.Throws<RedisPoolConfigurationException>(options.Validate).Message);
    }

    [Fact]
    public void Options_HaveTheirDefaults()
    {
        var options = new RedisSubscriptionOptions();
        options.Validate();

        Assert.Equal((1024, RedisOverflowPolicy.DropOldest, false, null), (options.Capacity, options.Overflow, options.Dedicated, options.OnGap));
    }

    private static void Post(Subscription subscription, int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            subscription.Post(new RedisMessage(Channel, number));
        }
    }

    private Task TellAsync(RedisMessage message)
    {
        Tell(message);
        return Task.CompletedTask;
    }

    private void Tell(RedisMessage message) => _told.Enqueue(message.Value.ToString());

    // Message 0 is under way, and the queue empty.
    private async Task BusyAsync(Subscription subscription)
    {
        Post(subscription, 0, 1);
        await _isBusy.Task.WaitAsync(Eventually.Deadline, Cancel);
    }

    private async Task HoldAsync(RedisMessage message)
    {
        _isBusy.TrySetResult();
        await _go.Task;
        Tell(message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Subscription Drop(RedisLeakDetection detection) => Start(TellAsync, detection: detection).Subscription;

    private (Subscription Subscription, RedisSubscription Handle) Start(
        Func<RedisMessage, Task> handler,
        RedisSubscriptionOptions? options = null,
        bool onGap = false,
        Func<Task>? leave = null,
        RedisLeakDetection detection = RedisLeakDetection.Standard)
    {
        var logger = _logs.CreateLogger("test");
        var instruments = new PoolInstruments("test");
        var leaks = new LeakTracker(detection, instruments, logger, static _ => { });
        var subscription = new Subscription(
            Channel,
            options ?? new RedisSubscriptionOptions(),
            new RedisCallSite("Feed.cs", 7, "StartAsync"),
            instruments,
            logger,
            _time,
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
        _told.Enqueue($"{gap.Cause} of {gap.Channel}");
        return Task.CompletedTask;
    }
}

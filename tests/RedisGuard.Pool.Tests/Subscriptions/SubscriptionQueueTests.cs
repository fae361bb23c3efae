using System.Collections.Concurrent;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>One subscription between what the library delivers and its handler, without a server.</summary>
public sealed class SubscriptionQueueTests : SubscriptionBench
{
    private const int HandlerFailed = 1401;
    private const int MessagesDropped = 1402;
    private const int Overflowed = 1403;
    private const int UnsubscribeFailed = 1404;
    private const int SubscriptionLeaked = 1002;

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

        await Eventually.TrueAsync(() => Told.Count == 200);
        Assert.Equal(Enumerable.Range(0, 200).Select(static number => $"{number}"), Told);
        Assert.Empty(Logs.Of(HandlerFailed));
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
        Assert.Equal(3, Logs.Of(MessagesDropped).Count());
        Assert.Contains("prices", Logs.Of(MessagesDropped).First().Message, StringComparison.Ordinal);
        Assert.All(Logs.Of(MessagesDropped).Zip(["1 ", "10 ", "100 "]), static told => Assert.StartsWith(told.Second, told.First.Message, StringComparison.Ordinal));
        Go.SetResult();
        await Eventually.TrueAsync(() => Told.Count == 3);
        Assert.Equal(expected, string.Join(' ', Told));
    }

    [Fact]
    public async Task FullQueue_EndsTheOneThatWantsNoGaps_Once()
    {
        var (subscription, handle) = Start(HoldAsync, new RedisSubscriptionOptions { Capacity = 1, Overflow = RedisOverflowPolicy.End });
        await BusyAsync(subscription);

        Post(subscription, 1, 5);

        Assert.False(handle.IsActive);
        Assert.Single(Logs.Of(Overflowed));
        await Eventually.TrueAsync(() => Left == 1);
        Go.SetResult();
        await Eventually.TrueAsync(() => subscription.Ended.IsCompleted && !Told.IsEmpty && subscription.Pending == 0);

        // What still waited is nobody's any more.
        Assert.Equal(["0"], Told);
    }

    [Fact]
    public async Task HandlerThatThrows_IsLogged_AndTheNextMessageDelivered()
    {
        var (subscription, handle) = Start(message => message.Value == "0" ? throw new InvalidOperationException("cannot") : TellAsync(message));

        Post(subscription, 0, 2);

        await Eventually.TrueAsync(() => !Told.IsEmpty);
        Assert.Equal(["1"], Told);
        Assert.Equal("cannot", Assert.Single(Logs.Of(HandlerFailed)).Exception!.Message);
        GC.KeepAlive(handle);
    }

    [Fact]
    public async Task Gap_WakesItsHandler_WithoutAMessage()
    {
        var (subscription, handle) = Start(TellAsync, onGap: true);

        subscription.TellGap(RedisGapCause.Reopened);

        await Eventually.TrueAsync(() => !Told.IsEmpty);
        Assert.Equal(["Reopened of prices"], Told);
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
        Go.SetResult();

        await Eventually.TrueAsync(() => Told.Count == 3);
        Assert.Equal(["0", "Moved of prices", "1"], Told);
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
        Go.SetResult();

        await Eventually.TrueAsync(() => Told.Count == 3);
        Assert.Equal(["0", "Reconnected of prices", "1"], Told);
        Assert.Equal(0, handle.Dropped);
        Assert.Empty(Logs.Of(MessagesDropped));
    }

    [Fact]
    public async Task Disposed_HasLeft_AndCallsNobody()
    {
        var (subscription, handle) = Start(TellAsync, onGap: true);

        await handle.DisposeAsync();
        await handle.DisposeAsync();
        Post(subscription, 0, 3);
        subscription.TellGap(RedisGapCause.Moved);

        Assert.Equal(1, Left);
        Assert.True(subscription.Ended.IsCompletedSuccessfully);
        Assert.False(subscription.TryEnd());
        Assert.Empty(Told);
        Assert.Empty(Logs.Of(Overflowed));
    }

    [Fact]
    public async Task ServerThatDoesNotAnswer_HoldsUpDisposeForASecond()
    {
        var answer = new TaskCompletionSource();
        var (subscription, handle) = Start(TellAsync, leave: () => answer.Task);

        var disposing = handle.DisposeAsync().AsTask();
        Time.Advance(TimeSpan.FromMilliseconds(999));
        await Task.Yield();
        Assert.False(disposing.IsCompleted);
        Time.Advance(TimeSpan.FromMilliseconds(1));
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

        Assert.Equal("its innards", Assert.Single(Logs.Of(UnsubscribeFailed)).Exception!.Message);
    }

    [Fact]
    public async Task HandleThatNobodyHolds_IsALeak_AndTold_WhereLeaksAreTracked()
    {
        var subscription = Drop(RedisLeakDetection.Standard);

        await Eventually.CollectedAsync(() => !subscription.IsActive);

        await Eventually.TrueAsync(() => Logs.Of(SubscriptionLeaked).Any());
        Assert.Contains("Feed.cs:7 (StartAsync)", Assert.Single(Logs.Of(SubscriptionLeaked)).Message, StringComparison.Ordinal);
        Assert.Equal(1, Left);
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

        Assert.Empty(Logs.Of(SubscriptionLeaked));
        Assert.Empty(Told);
    }

    [Fact]
    public async Task Deliveries_BelongToNobodysContext()
    {
        var mine = new AsyncLocal<string> { Value = "the subscriber's" };
        var (subscription, handle) = Start(_ =>
        {
            Told.Enqueue(mine.Value ?? "none");
            return Task.CompletedTask;
        });

        Post(subscription, 0, 1);

        await Eventually.TrueAsync(() => !Told.IsEmpty);
        Assert.Equal(["none"], Told);
        GC.KeepAlive(handle);
    }

    [Fact]
    public async Task WhatGoesWrong_IsCounted()
    {
        var counted = new ConcurrentQueue<string>();
        using var ofDrops = Ear.Of(Pool, "redisguard.subscription.messages.dropped", _ => counted.Enqueue("dropped"));
        using var ofFailures = Ear.Of(Pool, "redisguard.subscription.handler.failures", _ => counted.Enqueue("failed"));
        using var ofGaps = Ear.Of(Pool, "redisguard.subscription.gaps", cause => counted.Enqueue($"gap {cause}"));
        var (subscription, handle) = Start(
            async message =>
            {
                await HoldAsync(message);
                throw new InvalidOperationException("handler");
            },
            new RedisSubscriptionOptions { Capacity = 1 });
        await BusyAsync(subscription);

        Post(subscription, 1, 2);
        subscription.TellGap(RedisGapCause.Moved);
        Assert.Equal(["dropped", "gap moved"], counted);
        Go.SetResult();

        await Eventually.TrueAsync(() => counted.Count(static what => what == "failed") == 2);
        Assert.Equal(4, counted.Count);
        GC.KeepAlive(handle);
    }

    [Fact]
    public void FlowThatIsSuppressedAlready_IsNoHindrance()
    {
        using var noFlow = ExecutionContext.SuppressFlow();

        var (subscription, handle) = Start(TellAsync);

        Assert.True(subscription.IsActive);
        GC.KeepAlive(handle);
    }

    [Fact]
    public async Task Disposed_IsToldToWhoeverLooksForLeaks()
    {
        AcquiredHandle? acquired = null;
        Action<AcquiredHandle> hear = told => acquired = told.Site.Member == nameof(Disposed_IsToldToWhoeverLooksForLeaks) ? told : acquired;
        Handles.Acquired += hear;
        var (_, handle) = Start(TellAsync, member: nameof(Disposed_IsToldToWhoeverLooksForLeaks));
        handle.TellAcquired();
        Handles.Acquired -= hear;
        Assert.True(acquired!.IsOpen);

        await handle.DisposeAsync();

        Assert.False(acquired.IsOpen);
    }
}

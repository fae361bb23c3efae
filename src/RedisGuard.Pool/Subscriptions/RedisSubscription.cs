using System.Diagnostics;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Subscriptions;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// One handler on one channel. Keep it for as long as you want messages, then dispose it: the pool holds it weakly, and
/// unsubscribes it with a warning when it is collected.
/// </summary>
/// <remarks>
/// Members may be called from any thread. The handler is awaited, one message after the other, in the order of their arrival.
/// </remarks>
public sealed class RedisSubscription : IAsyncDisposable
{
    private readonly Subscription _subscription;
    private readonly LeakTracker _leaks;
    private readonly StackTrace? _stack;
    private AcquiredHandle? _told;

    // The handler lives here and not with the pool. What it captures usually leads back to this object: held from there,
    // neither would ever be collected.
    internal RedisSubscription(
        Subscription subscription, Func<RedisMessage, Task> handler, Func<RedisSubscriptionGap, Task>? onGap, LeakTracker leaks)
    {
        _subscription = subscription;
        Handler = handler;
        OnGap = onGap;
        _leaks = leaks;
        _stack = leaks.SampleStack(subscription.Number, subscription.Site);
        if (!leaks.IsOn)
        {
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Reports the leak; see <see cref="RedisLease"/>.</summary>
    ~RedisSubscription()
    {
        if (_subscription is not { IsActive: true } || Environment.HasShutdownStarted)
        {
            return;
        }

        var subscription = _subscription;
        if (!_leaks.TryReport(new LeakRecord(RedisLeakKind.Subscription, subscription.Site, _stack, subscription.TryEnd)))
        {
            GC.ReRegisterForFinalize(this);
        }
    }

    /// <summary>Unique in this process, such as <c>sub-000042</c>; the same in logs, metrics and snapshots.</summary>
    public string Id => _subscription.Id;

    /// <summary>The channel or pattern.</summary>
    public RedisChannel Channel => _subscription.Channel;

    /// <summary>Tells whether messages still come: not after dispose, nor after an overflow that ends it.</summary>
    public bool IsActive => _subscription.IsActive;

    /// <summary>Says how many messages were dropped because the queue was full.</summary>
    public long Dropped => _subscription.Dropped;

    /// <summary>Says how often messages may have been missed because the connection was interrupted.</summary>
    public long Gaps => _subscription.Gaps;

    internal Func<RedisMessage, Task> Handler { get; }

    internal Func<RedisSubscriptionGap, Task>? OnGap { get; }

    /// <summary>It goes to whoever subscribed: from now on it is theirs to dispose.</summary>
    internal void TellAcquired() => _told = Handles.Tell(this, RedisLeakKind.Subscription, _subscription.Site);

    /// <summary>
    /// Unsubscribes. After it no call of the handler begins; one may still be under way. Others on the same channel are not
    /// touched. Doing it twice does nothing.
    /// </summary>
    /// <returns>
    /// A task that completes when the server knows, and after 1 s at the latest: one that doesn't answer is told when it does.
    /// </returns>
    public async ValueTask DisposeAsync()
    {
        _subscription.TryEnd();
        _told?.Release();
        GC.SuppressFinalize(this);
        await _subscription.EndedOrLateAsync().ConfigureAwait(false);
    }

    /// <summary>Says its id and channel, and whether it lasts.</summary>
    /// <returns>For people to read.</returns>
    public override string ToString() => $"Redis subscription {Id} on {Channel}{(IsActive ? string.Empty : ", over")}";
}

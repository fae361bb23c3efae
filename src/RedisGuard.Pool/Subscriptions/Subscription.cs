using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Upkeep;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>The pool's side of a <see cref="RedisSubscription"/>: its queue, and the loop that empties it.</summary>
internal sealed class Subscription
{
    private const int WarnAgainAt = 10;

    // On loopback it takes under a millisecond, to another continent a third of a second.
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(1);
    private static long s_last;

    private readonly Channel<RedisMessage> _queue;
    private readonly RedisOverflowPolicy _overflow;
    private readonly PoolInstruments _instruments;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Func<Subscription, Task> _leave;
    private readonly HandlerGate _gate = new();
    private readonly DemandLoop _deliveries;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ChannelHub? _hub;
    private bool _isTracked;
    private WeakReference<RedisSubscription>? _handle;
    private object? _gap;
    private long _gaps;
    private long _dropped;
    private long _nextWarning = 1;
    private int _isOver;

    public Subscription(
        RedisChannel channel,
        RedisSubscriptionOptions options,
        RedisCallSite site,
        PoolInstruments instruments,
        ILogger logger,
        TimeProvider time,
        DemandLoop deliveries,
        Func<Subscription, Task> leave)
    {
        Number = Interlocked.Increment(ref s_last);
        Id = string.Create(CultureInfo.InvariantCulture, $"sub-{Number:D6}");
        Channel = channel;
        Site = site;
        _overflow = options.Overflow;
        _instruments = instruments;
        _logger = logger;
        _time = time;
        _deliveries = deliveries;
        _leave = leave;
        var bounds = new BoundedChannelOptions(options.Capacity)
        {
            SingleReader = true,
            FullMode = _overflow switch
            {
                RedisOverflowPolicy.DropOldest => BoundedChannelFullMode.DropOldest,
                RedisOverflowPolicy.DropNewest => BoundedChannelFullMode.DropWrite,
                _ => BoundedChannelFullMode.Wait,
            },
        };
        _queue = System.Threading.Channels.Channel.CreateBounded<RedisMessage>(bounds, OnDropped);
    }

    public long Number { get; }

    public string Id { get; }

    public RedisChannel Channel { get; }

    public RedisCallSite Site { get; }

    /// <summary>The hub that it joins, or joined; <see langword="null"/> before.</summary>
    public ChannelHub? Hub
    {
        get => _hub;
        set => _hub = value;
    }

    public bool IsActive => Volatile.Read(ref _isOver) == 0;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How often messages may have been missed.</summary>
    public long Gaps => Interlocked.Read(ref _gaps);

    public int Pending => _queue.Reader.Count;

    /// <summary>Completes when it has left its channel.</summary>
    public Task Ended => _ended.Task;

    /// <summary>
    /// Waits until it has left its channel and no call of its handler can begin; but for no server that doesn't answer, and no
    /// handler that blocks.
    /// </summary>
    public async Task EndedOrLateAsync()
    {
        try
        {
            await Task.WhenAll(Ended, _gate.CloseAsync()).WaitAsync(LeavingTime, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It leaves all the same, when the server answers or the connection is lost.
        }
    }

    /// <summary>Begins to deliver to a handle, which is held weakly.</summary>
    /// <param name="handle">What its owner holds.</param>
    /// <param name="isTracked">Whether the handle tells of its own when it is collected.</param>
    public void Start(RedisSubscription handle, bool isTracked)
    {
        _isTracked = isTracked;
        _handle = new WeakReference<RedisSubscription>(handle);
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _ = Task.Run(() => _deliveries.RunAsync(_queue.Reader, DeliverAllAsync));
    }

    /// <summary>Takes in a message; never blocks, for the whole connection waits behind it.</summary>
    public void Post(in RedisMessage message)
    {
        if (!_queue.Writer.TryWrite(message) && IsActive && TryEnd())
        {
            PoolLog.SubscriptionOverflowed(_logger, Id, Channel.ToString(), Site);
        }
    }

    /// <summary>Has its handler told, before the next message, that some may have been missed.</summary>
    public void TellGap(RedisGapCause cause)
    {
        Interlocked.Increment(ref _gaps);
        _instruments.SubscriptionGap(cause);
        Volatile.Write(ref _gap, cause);
        if (Pending == 0)
        {
            // Only to wake the loop. While messages wait it is awake, and this would take the place of one.
            _queue.Writer.TryWrite(default);
        }
    }

    /// <summary>Ends it, once.</summary>
    public bool TryEnd()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
        {
            return false;
        }

        _ = _gate.CloseAsync();
        _queue.Writer.TryComplete();
        _ = LeaveAsync();
        return true;
    }

    private async Task LeaveAsync()
    {
        try
        {
            await _leave(this).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A connection that is torn down under a command fails it with whatever its innards throw (InvalidOperationException, say).
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The connection is gone, and every subscription on the server with it.
            PoolLog.UnsubscribeFailed(_logger, e, Id, Channel.ToString());
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    // What still waits when it is over is taken and dropped: the loop ends when nothing is left.
    private async Task DeliverAllAsync(ChannelReader<RedisMessage> messages)
    {
        while (messages.TryRead(out var message))
        {
            if (IsActive)
            {
                await DeliverAsync(message).ConfigureAwait(false);
            }
        }
    }

    // A method of its own: as a local of the loop above, the handle would stay alive while the loop waits.
    private async Task DeliverAsync(RedisMessage message)
    {
        if (_handle is null || !_handle.TryGetTarget(out var handle))
        {
            // Nobody is left to be told, and nothing else will say so. The finalizer of a tracked one is on its way, and has
            // a leak to report.
            _ = !_isTracked && TryEnd();
            return;
        }

        if (Interlocked.Exchange(ref _gap, null) is RedisGapCause cause && handle.OnGap is { } onGap)
        {
            await CallAsync(onGap, new RedisSubscriptionGap(Channel, cause)).ConfigureAwait(false);
        }

        // The default wakes the loop and is no message: a message has a channel. One that ended it meanwhile wants no more.
        if (!message.Channel.IsNullOrEmpty && IsActive)
        {
            await CallAsync(handle.Handler, message).ConfigureAwait(false);
        }
    }

    // Each by itself: a gap that its handler can't bear takes no message with it.
    private async Task CallAsync<T>(Func<T, Task> handler, T told)
    {
        try
        {
            await _gate.Call(handler, told).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A handler may throw anything; the next message must be delivered all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _instruments.HandlerFailed();
            PoolLog.HandlerFailed(_logger, e, Id, Channel.ToString(), Site);
        }
    }

    private void OnDropped(RedisMessage message)
    {
        if (message.Channel.IsNullOrEmpty)
        {
            return;
        }

        _instruments.MessageDropped();
        var dropped = Interlocked.Increment(ref _dropped);
        var due = Interlocked.Read(ref _nextWarning);
        if (dropped >= due && Interlocked.CompareExchange(ref _nextWarning, due * WarnAgainAt, due) == due)
        {
            PoolLog.MessagesDropped(_logger, dropped, Id, Channel.ToString(), Site);
        }
    }
}

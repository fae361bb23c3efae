using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Subscriptions;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>
/// Replaces a shared connection that stays dead while the server answers others: connects the new one, swaps, subscribes
/// anew, drains the old one and closes it. Never the other order: with one of two gone, nothing would be left if the other fails.
/// </summary>
internal sealed class SharedConnectionReplacer(
    SharedConnection node,
    SlotConnector connector,
    SubscriptionTable subscriptions,
    TimeSpan answerTime,
    RedisPoolOptions options,
    PoolInstruments instruments,
    ILogger logger,
    TimeProvider time,
    Action<RedisConnectionReplacedEventArgs> replaced)
{
    // «Force reconnect», Microsoft's advice for StackExchange.Redis on Azure: errors for 30 s, and 60 s between two
    // reconnects. A failover takes less, and the library comes back from one by itself.
    public static readonly TimeSpan ErrorWindow = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(60);

    /// <summary>What whoever uses the replaced connection reads in the library's exception.</summary>
    public const string Advice =
        "(replaced by RedisGuard, because it stayed dead: get the database from the pool when you use it, pool.GetDatabase(), instead of keeping it)";

    private readonly Backoff _backoff = new(options);
    private long? _triedAt;
    private long _count;
    private int _isBusy;
    private bool _wasFull;

    /// <summary>How often it was replaced.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Replaces the connection when it has been silent for long enough, and the last attempt is long enough ago.</summary>
    /// <param name="silent">For how long no answer has come.</param>
    /// <returns>Whether it was replaced. Never fails.</returns>
    public async Task<bool> ConsiderAsync(TimeSpan silent)
    {
        if (silent == TimeSpan.Zero)
        {
            _wasFull = false;
        }

        if (silent < ErrorWindow
            || node.Current is not { } present
            || (_triedAt is { } tried && time.GetElapsedTime(tried) < Spacing)
            || Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            return false;
        }

        try
        {
            _triedAt = time.GetTimestamp();

            // Whatever silenced this connection has silenced those of the other clients at the same moment.
            await Task.Delay(_backoff.Delay(attempt: 0, Random.Shared.NextDouble()), time).ConfigureAwait(false);
            return await ReplaceAsync(present, silent).ConfigureAwait(false);
        }
        catch (RedisPoolExhaustedException) when (!_wasFull)
        {
            // Said once: the lines that hold the connections are told by whoever else waits for one.
            _wasFull = true;
            PoolLog.NoRoomToReplace(logger, options.Name, present.Name, silent.TotalSeconds, options.MaxConnections);
            return false;
        }
#pragma warning disable CA1031 // Nobody waits for it: whatever it is, the old connection stays.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The server is down for new connections too, or the pool was disposed. The old one stays, and goes on trying.
            PoolLog.NotReplaced(logger, e, options.Name, present.Name);
            return false;
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private async Task<bool> ReplaceAsync(IPhysicalConnection present, TimeSpan silent)
    {
        var slot = await node.ReplaceAsync(present, fresh => IsBetterAsync(fresh, present)).ConfigureAwait(false);
        if (slot is null)
        {
            return false;
        }

        var fresh = node.Current?.Name ?? string.Empty;
        _wasFull = false;
        Interlocked.Increment(ref _count);
        instruments.Replaced();
        await subscriptions.FollowAsync().ConfigureAwait(false);
        present.Retire(Advice);
        var draining = connector.DiscardAsync(slot, finishCommands: true);
        PoolLog.Replaced(logger, options.Name, present.Name, fresh, silent.TotalSeconds);
        replaced(new RedisConnectionReplacedEventArgs(present.Name, fresh, silent));
        await draining.ConfigureAwait(false);
        return true;
    }

    // The server may just have come back. Then the old connection is about to follow, and is worth more: everybody has it.
    private async Task<bool> IsBetterAsync(IPhysicalConnection fresh, IPhysicalConnection present)
    {
        if (!await AnswersAsync(fresh).ConfigureAwait(false))
        {
            return false;
        }

        present.HurryReconnect();
        return !await AnswersAsync(present).ConfigureAwait(false);
    }

    private async Task<bool> AnswersAsync(IPhysicalConnection connection)
    {
        var ping = connection.PingAsync();
        try
        {
            await ping.WaitAsync(answerTime, time).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // A connection that is torn down under a command fails it with whatever its innards throw (InvalidOperationException, say).
        catch (Exception)
#pragma warning restore CA1031
        {
            ping.Observe();
            return false;
        }
    }
}

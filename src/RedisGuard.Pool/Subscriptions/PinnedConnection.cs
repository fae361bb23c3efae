using System.Net;
using System.Runtime.ExceptionServices;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Upkeep;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>
/// A connection for subscriptions that leads to one node where there are several (a cluster, a primary with replicas), and to
/// another when that one is gone. The library subscribes anew on any node, and may do so on two: each message would then come
/// twice.
/// </summary>
/// <param name="connections">Opens and closes it.</param>
/// <param name="reachable">The nodes that can be reached now; <see langword="null"/> when nobody knows: then it connects to find out. None for a connection to all nodes.</param>
/// <param name="isFirst">Whether it comes before all who wait for a lease.</param>
#pragma warning disable CA1001 // A semaphore and a token whose wait handles nobody asks for have nothing to dispose.
internal sealed class PinnedConnection(SubscriptionConnections connections, Func<IReadOnlyList<EndPoint>?>? reachable, bool isFirst) : IStandingConnection
#pragma warning restore CA1001
{
    // A node that takes the lost socket's successor within that time keeps its channels; one that refuses it is gone.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private volatile ConnectionSlot? _slot;
    private volatile EndPoint? _node;
    private volatile bool _isMissed;
    private long? _goneSince;
    private TimeSpan _pause = Grace;
    private Task _moving = Task.CompletedTask;
    private int _isReplacing;
    private (long At, Exception Reason)? _refused;

    public IPhysicalConnection? Current => _slot?.Connection;

    /// <summary>Tells whether it is open, or would be if it could.</summary>
    public bool IsWanted => _slot is not null || _node is not null;

    /// <summary>The one node that it leads to; <see langword="null"/> when it isn't open, or there is only one server.</summary>
    public EndPoint? Node => _node;

    public async Task<IPhysicalConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(RedisPool));
            return Current ?? await TryConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Moves to another node at once when its own refuses the successor of a lost socket: the library subscribes elsewhere at once, too.</summary>
    /// <param name="successor">What is being connected in the place of a socket that it lost.</param>
    public async Task<bool> TryReplaceAsync(LedgerSocket successor)
    {
        // Its two sockets are lost together.
        if (_node is null || Interlocked.Exchange(ref _isReplacing, 1) != 0)
        {
            return false;
        }

        try
        {
            var connection = Current;
            await UntilAsync(() => successor.IsConnected || !successor.IsOpen).ConfigureAwait(false);
            if (successor.IsConnected)
            {
                return false;
            }

            // The end of all its sockets, and who takes over, may take the library a moment longer.
            await Task.Delay(connections.Fleet.Turn(Grace)).ConfigureAwait(false);
            await UntilAsync(() => IsGone && Others().Length > 0).ConfigureAwait(false);
            if (Others().Length > 0)
            {
                await MoveAsync().ConfigureAwait(false);
            }

            return Current is { } other && other != connection;
        }
        finally
        {
            Volatile.Write(ref _isReplacing, 0);
        }
    }

    /// <summary>Moves to another node when its own is gone. To be called by one caller at a time, a few times a second.</summary>
    public void Look()
    {
        if (_node is null || !IsGone)
        {
            (_goneSince, _pause) = (null, Grace);
            return;
        }

        _goneSince ??= Environment.TickCount64;
        if (Environment.TickCount64 - _goneSince >= _pause.TotalMilliseconds && _moving.IsCompleted && (reachable!() is null || Others().Length > 0))
        {
            _goneSince = null;
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            _moving = MoveAsync();
            _moving.Observe();
        }
    }

    /// <summary>Closes it until somebody needs it again, unless somebody does.</summary>
    /// <param name="isUnused">Asked when it is this one's turn.</param>
    public async Task RestAsync(Func<bool> isUnused)
    {
        var leaving = Task.CompletedTask;
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (isUnused())
            {
                leaving = LeaveAsync();
                (_node, _isMissed) = (null, false);
            }
        }
        finally
        {
            _turn.Release();
        }

        // Out of turn: a node that doesn't answer may take long, and who subscribes next needs another connection.
        await leaving.ConfigureAwait(false);
    }

    /// <summary>Closes it for good.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await RestAsync(static () => true).ConfigureAwait(false);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var began = Environment.TickCount64; !condition() && Environment.TickCount64 - began < Grace.TotalMilliseconds;)
        {
            await Task.Delay(Step).ConfigureAwait(false);
        }
    }

    // Where connecting takes as long as a timeout, those who subscribe would wait for one after the other, each for all before it.
    private async Task<IPhysicalConnection> TryConnectAsync(CancellationToken cancellationToken)
    {
        if (_refused is { } refused && Environment.TickCount64 - refused.At < LongestPause.TotalMilliseconds)
        {
            ExceptionDispatchInfo.Throw(refused.Reason);
        }

        try
        {
            return await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisPoolExhaustedException or RedisException or RedisTimeoutException)
        {
            _refused = (Environment.TickCount64, e);
            throw;
        }
    }

    private async Task MoveAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_closing.IsCancellationRequested && _node is not null && IsGone)
            {
                _isMissed = true;

                // Beside: one that leads to a node that is gone may take long to close, and may have the permit that the next one needs.
                LeaveAsync().Observe();
                await ConnectAsync(_closing.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool IsGone => _isMissed || Current is not { IsReady: true };

    private Task LeaveAsync()
    {
        var slot = _slot;
        _slot = null;
        return slot is null ? Task.CompletedTask : connections.CloseAsync(slot);
    }

    private EndPoint[] Others()
    {
        var others = (reachable?.Invoke() ?? []).Where(node => !node.Equals(_node)).ToArray();
        Random.Shared.Shuffle(others);
        return others;
    }

    private async Task<IPhysicalConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var nodes = Others();
        if (nodes.Length == 0)
        {
            var slot = await connections.OpenAsync(node: null, isFirst, cancellationToken).ConfigureAwait(false);
            nodes = reachable is null ? [] : [.. slot.Connection!.Nodes];
            if (nodes.Length == 0)
            {
                return Keep(slot, node: null);
            }

            await connections.CloseAsync(slot).ConfigureAwait(false);
            Random.Shared.Shuffle(nodes);
        }

        for (var at = 0; ; at++)
        {
            try
            {
                return Keep(await connections.OpenAsync(nodes[at], isFirst, cancellationToken).ConfigureAwait(false), nodes[at]);
            }
            catch (RedisConnectionException) when (at + 1 < nodes.Length)
            {
                // Gone too, in this very moment.
            }
        }
    }

    private IPhysicalConnection Keep(ConnectionSlot slot, EndPoint? node)
    {
        (_node, _isMissed, _slot, _refused) = (node, false, slot, null);
        return slot.Connection!;
    }
}

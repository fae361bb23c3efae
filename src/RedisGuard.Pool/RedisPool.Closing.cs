using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool;

// How a pool ends.
public sealed partial class RedisPool : IAsyncDisposable, IDisposable
{
    // On loopback it takes under a millisecond, to another continent a third of a second.
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isClosing;
    private int _wasDisposed;

    /// <summary>
    /// Closes a pool that you created, as <see cref="CloseAsync"/> does. A pool of <see cref="Shared"/> or <c>For</c> belongs to
    /// the process and others use it: disposing that does nothing but say so once in the log.
    /// </summary>
    /// <returns>A task that completes when all is closed; called from a handler or a logger of the pool, at once.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ValueTask DisposeAsync()
    {
        if (!IsOfProcess)
        {
            return CloseAsync();
        }

        TellDisposed();
        return default;
    }

    /// <summary>As <see cref="DisposeAsync"/>, blocking until it is done.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (IsOfProcess)
        {
            TellDisposed();
        }
        else
        {
#pragma warning disable RS0030 // The caller asked for the blocking way.
            CloseAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030
        }
    }

    /// <summary>
    /// Closes the pool for everybody: new work and waiters fail at once, leases have <see cref="RedisPoolOptions.DrainTimeout"/>
    /// to come back, then every connection is closed, and the holders that remain are named in a warning. The next call for the
    /// configuration of a pool of the process creates another.
    /// </summary>
    /// <returns>
    /// A task that completes when all is closed, or a second after what can be waited for: what is left then closes by itself,
    /// and the log says so. Called from a handler or a logger of the pool it completes at once, because the pool waits for those.
    /// </returns>
    public ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) == 0)
        {
            BeginClosing();
        }

        return Fence.IsInside ? default : new ValueTask(_closed.Task);
    }

    // First the flags, so that nothing succeeds on a pool that is being closed; all that waits comes after them, and not on a
    // thread that somebody's handler stands on. Under no lock: what is closed may belong to others, and may call the pool.
    private void BeginClosing()
    {
        PoolRegistry.Forget(this);
        _exclusive.Close();
        _shared.Refuse();
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _ = Fence.IsInside ? Task.Run(FinishClosingAsync) : FinishClosingAsync();
    }

    private async Task FinishClosingAsync()
    {
        try
        {
            Breaker.Dispose();
            await CloseAllAsync(_upkeep.DisposeAsync().AsTask()).ConfigureAwait(false);
            _closed.SetResult();
        }
#pragma warning disable CA1031 // The task carries it to whoever waits for the end.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _closed.SetException(e);
            _closed.Task.Observe();
        }
    }

    private async Task CloseAllAsync(Task upkeepEnds)
    {
        await _drain.RunAsync(CloseUnrentedAsync).ConfigureAwait(false);
        _leaks.Close();

        // They run what others wrote, and may be waiting for this.
        var all = Task.WhenAll(upkeepEnds, _leaks.Drained);
        all.Observe();
        await Task.WhenAny(all, Task.Delay(PoolDrain.ClosingTime)).ConfigureAwait(false);
        PoolNames.Release(Name);
        var (idle, used) = _slots.Count();
        if (idle + used == 0)
        {
            PoolLog.PoolClosed(_logger, Name, EndPoints);
        }
        else
        {
            PoolLog.PoolLeftBehind(_logger, Name, EndPoints, idle + used);
        }
    }

    // Subscriptions first, so that the server is told. One that doesn't answer is told by the end of the sockets, which takes the
    // library long enough.
    private async Task CloseUnrentedAsync()
    {
        await Task.WhenAny(_subscriptions.CloseAsync(), Task.Delay(Farewell)).ConfigureAwait(false);
        await Task.WhenAll(_shared.CloseAsync(), _subscriptions.CloseConnectionAsync()).ConfigureAwait(false);
    }

    // With the line of whoever disposes what isn't theirs, past the framework in between: told once, so that a stack trace is not too much.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellDisposed()
    {
        if (Interlocked.Exchange(ref _wasDisposed, 1) != 0)
        {
            return;
        }

        var stack = new StackTrace(skipFrames: 2, fNeedFileInfo: true);
        var line = stack.GetFrames().FirstOrDefault(static frame => frame.GetFileName() is not null);
        var site = line is not null
            ? string.Create(CultureInfo.InvariantCulture, $"{line.GetFileName()}:{line.GetFileLineNumber()}")
            : stack.ToString().Split('\n')[0].Trim() is ['a', 't', ' ', .. var method] ? method : "an unknown line";
        PoolLog.SharedPoolDisposed(_logger, Name, site);
    }
}

using System.Diagnostics;
using RedisGuard.Pool.Leaks;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// A connection outside every pool, that its caller owns and disposes. One that is collected without is reported as leaked
/// and closed.
/// </summary>
/// <remarks>Members may be called from any thread.</remarks>
public sealed class DedicatedConnection : IAsyncDisposable, IDisposable
{
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly LeakTracker _leaks;
    private readonly RedisCallSite _site;
    private readonly StackTrace? _stack;
    private int _isClosed;

    internal DedicatedConnection(ConnectionMultiplexer multiplexer, LeakTracker leaks, RedisCallSite site, long number)
    {
        _multiplexer = multiplexer;
        _leaks = leaks;
        _site = site;
        _stack = leaks.SampleStack(number, site);
        if (!leaks.IsOn)
        {
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Reports the leak; see <see cref="RedisLease"/>.</summary>
    ~DedicatedConnection()
    {
        if (_multiplexer is null || Environment.HasShutdownStarted)
        {
            return;
        }

        var multiplexer = _multiplexer;
        if (!_leaks.TryReport(new LeakRecord(RedisLeakKind.DedicatedConnection, _site, _stack, () => Reclaim(multiplexer))))
        {
            GC.ReRegisterForFinalize(this);
        }
    }

    /// <summary>The connection. Dispose this object, not that one.</summary>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public IConnectionMultiplexer Connection
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, this);
            return _multiplexer;
        }
    }

    /// <summary>The configuration's default database on it.</summary>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public IDatabase Database => Connection.GetDatabase();

    /// <summary>Closes the connection, after the commands under way. Doing it twice does nothing.</summary>
    /// <returns>A task that completes when it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            GC.SuppressFinalize(this);
            await _multiplexer.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>, blocking until it is done.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _multiplexer.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private static bool Reclaim(ConnectionMultiplexer multiplexer)
    {
        // Not waited for: a server that doesn't answer must not hold up the other leaks.
        _ = multiplexer.CloseAsync(allowCommandsToComplete: false);
        return true;
    }
}

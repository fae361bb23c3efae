using System.Diagnostics;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// A connection outside every pool, that its caller owns and disposes. One that is collected without is reported as leaked
/// and closed.
/// </summary>
/// <remarks>Members may be called from any thread.</remarks>
public sealed class RedisDedicatedConnection : IAsyncDisposable, IDisposable
{
    private readonly MultiplexerConnection _connection;
    private readonly LeakTracker _leaks;
    private readonly RedisCallSite _site;
    private readonly StackTrace? _stack;
    private readonly AcquiredHandle? _told;
    private int _isClosed;

    internal RedisDedicatedConnection(MultiplexerConnection connection, LeakTracker leaks, RedisCallSite site, long number)
    {
        _connection = connection;
        _leaks = leaks;
        _site = site;
        _stack = leaks.SampleStack(number, site);
        _told = Handles.Tell(this, RedisLeakKind.DedicatedConnection, site);
        if (!leaks.IsOn)
        {
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Reports the leak; see <see cref="RedisLease"/>.</summary>
    ~RedisDedicatedConnection()
    {
        if (_connection is null || Environment.HasShutdownStarted)
        {
            return;
        }

        var connection = _connection;
        if (!_leaks.TryReport(new LeakRecord(RedisLeakKind.DedicatedConnection, _site, _stack, () => Reclaim(connection))))
        {
            GC.ReRegisterForFinalize(this);
        }
    }

    /// <summary>
    /// A dedicated connection was collected without having been disposed. For the whole process, as these connections belong
    /// to no pool: the sender is <see langword="null"/>. Raised on a thread of the pool's own, once for all that one
    /// collection found of one line; must not block.
    /// </summary>
    public static event EventHandler<RedisLeakEventArgs>? LeakDetected;

    /// <summary>The connection. Dispose this object, not that one.</summary>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public IConnectionMultiplexer Connection
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, this);
            return _connection.Multiplexer;
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
            _told?.Release();
            GC.SuppressFinalize(this);
            await _connection.CloseAsync(finishCommands: true).ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>, blocking until it is done.</summary>
    public void Dispose()
    {
#pragma warning disable RS0030 // The caller asked for the blocking way.
        DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030
        GC.SuppressFinalize(this);
    }

    /// <summary>Says what it is called on the server and which line opened it.</summary>
    /// <returns>For people to read.</returns>
    public override string ToString() => $"Redis connection {_connection.Name}, opened at {_site}";

    internal static void TellOf(RedisLeak leak)
    {
        // They belong to no pool, so only the process can say where.
        LeakReportFile.Add(Environment.GetEnvironmentVariable(PoolEnvironment.LeakReportVariable), leak);
        Fence.Raise(LeakDetected, null, new RedisLeakEventArgs(leak), static failure => PoolLog.LeakCallbackFailed(PoolLogger.OfProcess, failure));
    }

    private static bool Reclaim(MultiplexerConnection connection)
    {
        // Not waited for: a server that doesn't answer must not hold up the other leaks.
        _ = connection.CloseAsync(finishCommands: false);
        return true;
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Leases;
using StackExchange.Redis;

// The rules know one shape of Dispose. This one takes the line of its caller, so that the message of a use after it can
// name the line; the compiler fills it in for «await using» as well.
#pragma warning disable CA1063, CA1816

namespace RedisGuard.Pool;

/// <summary>
/// Exclusive use of one connection, rationed by <see cref="RedisPoolOptions.MaxConnections"/>: for blocking commands, for
/// WATCH sessions, for very large values. Dispose returns the connection.
/// </summary>
/// <remarks>
/// Members may be called from any thread. Disposing twice does nothing. A lease that is collected without having been
/// disposed is reported as leaked, with the line that rented it; its connection is closed, never handed out again.
/// </remarks>
public sealed class RedisLease : IAsyncDisposable, IDisposable
{
    private readonly ExclusiveConnections _owner;
    private readonly ConnectionSlot _slot;
    private readonly long _tenancy;
    private readonly RedisCallSite _rented;
    private readonly StackTrace? _stack;
    private readonly AcquiredHandle? _told;
    private RedisCallSite _ended;
    private IDatabase? _database;

    // A fresh object per rent: one that is reused loses its finalizer at the first SuppressFinalize.
    internal RedisLease(
        ExclusiveConnections owner, ConnectionSlot slot, long tenancy, in RedisCallSite rented, StackTrace? stack, bool isTracked)
    {
        _owner = owner;
        _slot = slot;
        _tenancy = tenancy;
        _rented = rented;
        _stack = stack;
        _told = Handles.Tell(this, RedisLeakKind.Lease, rented);
        if (!isTracked)
        {
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Reports the leak. It only hands over a record: logging or closing here would stall every finalizer of the process.</summary>
    ~RedisLease()
    {
        // At exit nobody is blamed for what the process takes with it.
        if (!_slot.IsHeld(_tenancy) || Environment.HasShutdownStarted)
        {
            return;
        }

        if (!_owner.ReportCollected(_slot, _tenancy, _rented, _stack))
        {
            GC.ReRegisterForFinalize(this);
        }
    }

    /// <summary>
    /// The configuration's default database on the leased connection. It ends with the lease: kept longer, its members throw
    /// <see cref="ObjectDisposedException"/>, and so do the batches and transactions that it made.
    /// </summary>
    /// <remarks>
    /// It passes each call on to the library's own. After typed commands, and the commands by name that leave nothing on a
    /// connection (BLPOP, XREAD …), the connection is used again; after others it is closed, and another opened beside the caller.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The lease was returned, abandoned or reclaimed; the message names both lines.</exception>
    /// <exception cref="RedisSessionLostException">Its socket was lost.</exception>
    public IDatabase Database
    {
        get
        {
            var connection = Held();
            return _database ??= Forwarding(connection.GetDatabase(-1));
        }
    }

    /// <summary>
    /// The leased connection. It is borrowed: never dispose it. Who had it may have kept it, so that it is closed when the lease
    /// ends, and another opened for the next: use <see cref="Database"/> where that is enough.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The lease was returned, abandoned or reclaimed; the message names both lines.</exception>
    /// <exception cref="RedisSessionLostException">Its socket was lost.</exception>
    public IConnectionMultiplexer Connection => Spoilt(Held().Multiplexer);

    /// <summary>
    /// Says after how long holding this lease draws a warning: longer for work that is meant to be long,
    /// <see cref="Timeout.InfiniteTimeSpan"/> for never. <see langword="null"/>: as
    /// <see cref="RedisPoolOptions.LongHeldThreshold"/> says.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The lease was returned, abandoned or reclaimed.</exception>
    public TimeSpan? LongHeldThreshold
    {
        get => HeldSlot().LongHeldThreshold;
        set => HeldSlot().LongHeldThreshold = value;
    }

    internal ConnectionSlot Slot => _slot;

    internal long Tenancy => _tenancy;

    /// <summary>
    /// Ends the lease and closes its connection instead of keeping it for the next caller: after a timeout, or when its
    /// state is in doubt.
    /// </summary>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public void Abandon([CallerFilePath] string filePath = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") =>
        End(TenancyEnd.Abandoned, new RedisCallSite(filePath, line, member));

    /// <summary>Returns the connection to the pool. Never blocks and never throws.</summary>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync([CallerFilePath] string filePath = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
    {
        End(TenancyEnd.Returned, new RedisCallSite(filePath, line, member));
        return default;
    }

    /// <summary>Returns the connection to the pool. Never blocks and never throws.</summary>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public void Dispose([CallerFilePath] string filePath = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") =>
        End(TenancyEnd.Returned, new RedisCallSite(filePath, line, member));

    /// <summary>Says which line rented it, and whether it lasts.</summary>
    /// <returns>For people to read.</returns>
    public override string ToString() => $"Redis lease rented at {_rented}{(_slot.IsHeld(_tenancy) ? string.Empty : ", over")}";

    ValueTask IAsyncDisposable.DisposeAsync() => DisposeAsync(string.Empty, 0, string.Empty);

    void IDisposable.Dispose() => Dispose(string.Empty, 0, string.Empty);

    private void End(TenancyEnd end, in RedisCallSite site)
    {
        if (_owner.TryEnd(_slot, _tenancy, end))
        {
            _ended = site;
        }

        _told?.Release();
        GC.SuppressFinalize(this);
    }

    private IPhysicalConnection Held() =>
        _slot.IsUsable(_tenancy) && _slot.Connection is { } connection ? connection : throw Refusal();

    private Exception Refusal() => _slot.IsHeld(_tenancy) ? _slot.Refusal(_tenancy) : Ended();

    // Where code can't be generated the tenant gets the library's own, which can be kept.
    private IDatabase Forwarding(IDatabase database) => LeasedTypes.Database is { } make ? make(database, _slot, _tenancy) : Spoilt(database);

    // What can do anything with the connection, and be kept.
    private T Spoilt<T>(T handedOut) => _slot.TrySpoil(_tenancy, LeaseSpoil.Connection) ? handedOut : throw Refusal();

    private ConnectionSlot HeldSlot() => _slot.IsHeld(_tenancy) ? _slot : throw Ended();

    private ObjectDisposedException Ended()
    {
        var how = _slot.EndOf(_tenancy) switch
        {
            TenancyEnd.Reclaimed => "its connection was closed by the pool, which was disposed",
            TenancyEnd.Abandoned => $"it was abandoned at {_ended}",
            _ when _ended.IsKnown => $"it was returned at {_ended}",
            _ => "it was returned at the end of its using",
        };
        return new ObjectDisposedException(nameof(RedisLease), $"This lease is over: it was rented at {_rented}, and {how}.");
    }
}

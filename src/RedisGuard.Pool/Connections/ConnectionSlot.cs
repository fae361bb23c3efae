using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Sockets;

namespace RedisGuard.Pool.Connections;

/// <summary>
/// Room for one connection, and the owner of its permit. Each rent is a tenancy with a number of its own; a tenancy
/// ends exactly once, however many of dispose, finalizer, abandon and drain try.
/// </summary>
internal sealed class ConnectionSlot(int index)
{
    private const int EndBits = 2;

    // tenancy number << 2 | how it ended
    private long _tenancy = (long)TenancyEnd.Returned;
    private volatile IPhysicalConnection? _connection;
    private Action<LedgerSocket>? _refused;
    private int _state;
    private int _kind;
    private int _spoil;
    private long _lost = -1;

    public int Index { get; } = index;

    /// <summary>The slot below this one in the stack that holds it.</summary>
    public int Next { get; set; }

    public IPhysicalConnection? Connection
    {
        get => _connection;
        set
        {
            _connection = value;
            _refused = value is null ? null : _ => Lose(value);
        }
    }

    public RedisConnectionState State
    {
        get => (RedisConnectionState)Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, (int)value);
    }

    /// <summary>What its connection is for, from the moment that it is being opened.</summary>
    public RedisConnectionKind Kind
    {
        get => (RedisConnectionKind)Volatile.Read(ref _kind);
        set => Volatile.Write(ref _kind, (int)value);
    }

    /// <summary>When the connection was opened, in ticks of the pool's clock.</summary>
    public long OpenedAt { get; set; }

    /// <summary>How long it may live; <see cref="TimeSpan.MaxValue"/> for ever.</summary>
    public TimeSpan Lifetime { get; set; }

    /// <summary>How long it may be idle; <see cref="TimeSpan.MaxValue"/> for ever.</summary>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>The tenancy that the pruner saw last, and when it first saw it. Only for the holder of the slot.</summary>
    public long SeenTenancy { get; set; } = -1;

    public long SeenAt { get; set; }

    /// <summary>After how long this tenancy counts as long held, where its holder said so.</summary>
    public TimeSpan? LongHeldThreshold { get; set; }

    /// <summary>The reading of <see cref="IPhysicalConnection.Operations"/> when the tenancy began.</summary>
    public long OperationsAtStart { get; private set; }

    /// <summary>When the tenancy began, in ticks of the pool's clock.</summary>
    public long RentedAt { get; private set; }

    public RedisCallSite Site { get; private set; }

    /// <summary>Its tenants' commands that may wait at the server.</summary>
    public BlockingCommands Blocking { get; } = new();

    /// <summary>The number of the present or last tenancy.</summary>
    public long Tenancy => Volatile.Read(ref _tenancy) >> EndBits;

    /// <summary>Begins a tenancy. Only who holds the permit may call it.</summary>
    public long Begin(in RedisCallSite site, long now, long operations)
    {
        Site = site;
        RentedAt = now;
        OperationsAtStart = operations;
        LongHeldThreshold = null;
        State = RedisConnectionState.Leased;
        var tenancy = Tenancy + 1;
        Volatile.Write(ref _spoil, (int)LeaseSpoil.None);
        Volatile.Write(ref _tenancy, tenancy << EndBits);

        // From here on a lost socket is the end of the session: opened anew under its tenant, the connection would commit what
        // WATCH should have stopped.
        _connection!.Sockets.RefuseReconnects(_refused!);
        return tenancy;
    }

    /// <summary>Why its connection must not be used after this tenancy.</summary>
    public LeaseSpoil SpoiltBy => (LeaseSpoil)Volatile.Read(ref _spoil);

    /// <summary>Whether that tenancy lasts and its session was not lost.</summary>
    public bool IsUsable(long tenancy) => IsHeld(tenancy) && Volatile.Read(ref _lost) != tenancy;

    /// <summary>What whoever uses the tenancy is told when it is not usable.</summary>
    public Exception Refusal(long tenancy) => IsHeld(tenancy)
        ? new RedisSessionLostException($"The session of the lease rented at {Site} was lost with its socket, and the connection isn't opened anew beneath it: what WATCH or MULTI relied on is gone. Dispose the lease, rent another, and begin again.")
        : new ObjectDisposedException(nameof(RedisLease), "This database, batch or transaction is of a lease that is over. Take it from lease.Database of a lease that is held.");

    /// <summary>Has the connection closed instead of used again after this tenancy; the first reason stays.</summary>
    public void Spoil(LeaseSpoil reason) => Interlocked.CompareExchange(ref _spoil, (int)reason, (int)LeaseSpoil.None);

    /// <summary>
    /// As <see cref="Spoil"/>, before something that makes it true. <see langword="false"/> when the tenancy is over or lost: who ended it
    /// may not have heard, and the connection may be another's by now.
    /// </summary>
    public bool TrySpoil(long tenancy, LeaseSpoil reason)
    {
        Spoil(reason);
        return IsUsable(tenancy);
    }

    public bool IsHeld(long tenancy) => Volatile.Read(ref _tenancy) == tenancy << EndBits;

    /// <summary>Ends the tenancy. <see langword="true"/> for exactly one caller, who has to see to the connection.</summary>
    public bool TryEnd(long tenancy, TenancyEnd end)
    {
        var held = tenancy << EndBits;
        return Interlocked.CompareExchange(ref _tenancy, held | (long)end, held) == held;
    }

    /// <summary>How that tenancy ended; <see cref="TenancyEnd.Held"/> while it lasts, <see cref="TenancyEnd.Returned"/> when others followed.</summary>
    public TenancyEnd EndOf(long tenancy)
    {
        var word = Volatile.Read(ref _tenancy);
        return word >> EndBits == tenancy ? (TenancyEnd)(word & ((1 << EndBits) - 1)) : TenancyEnd.Returned;
    }

    // One that is being closed may try to reconnect as well, and is refused: it is no longer this slot's, nor the tenant's.
    private void Lose(IPhysicalConnection connection)
    {
        if (_connection == connection)
        {
            Volatile.Write(ref _lost, Tenancy);
            Spoil(LeaseSpoil.Lost);
        }
    }
}

using RedisGuard.Watch.Library;
using RedisGuard.Watch.Sites;
using StackExchange.Redis;

namespace RedisGuard.Watch.Connections;

/// <summary>One multiplexer, held weakly, and what became of it.</summary>
internal sealed class TrackedConnection
{
    private readonly WeakReference<ConnectionMultiplexer> _alive;
    private readonly WeakReference<ConnectionMultiplexer> _evenDead;
    // The library's own: a keep-alive and a look at the configuration each minute, to two sockets of each node.
    private const int OwnOperationsAMinute = 32;

    private long _operationsBeforeNext = -1;
    private long _nextOpened;
    private int _state;

    public TrackedConnection(ConnectionMultiplexer multiplexer, CallSite site, object? scope, string server, DateTimeOffset? opened)
    {
        _alive = new WeakReference<ConnectionMultiplexer>(multiplexer);
        _evenDead = new WeakReference<ConnectionMultiplexer>(multiplexer, trackResurrection: true);
        Site = site;
        Scope = scope;
        Server = server;
        Opened = opened;
    }

    public CallSite Site { get; }

    public object? Scope { get; }

    /// <summary>The end points as configured, without user or password.</summary>
    public string Server { get; }

    /// <summary><see langword="null"/> when it was there before the watch.</summary>
    public DateTimeOffset? Opened { get; }

    public DateTimeOffset? Closed { get; private set; }

    /// <summary>The line that closed it; <see langword="null"/> when nobody saw.</summary>
    public CallSite? ClosedBy { get; private set; }

    public ConnectionState State => (ConnectionState)Volatile.Read(ref _state);

    /// <summary>Looks at the multiplexer itself; the collector's witness may have told already.</summary>
    /// <returns>Whether it was found to be closed just now.</returns>
    public bool Look(DateTimeOffset now, CallSite? closedBy = null)
    {
        if (State != ConnectionState.Open || !TryGet(out var multiplexer) || SeRedisInternals.IsClosed(multiplexer) != true)
        {
            return false;
        }

        return Close(now, closedBy);
    }

    /// <summary>The collector found it. Called by a finalizer.</summary>
    public void Collected(bool? closed) =>
        Interlocked.CompareExchange(ref _state, (int)(closed == true ? ConnectionState.Closed : ConnectionState.Leaked), (int)ConnectionState.Open);

    /// <summary>Another record stands for it from now on: this one tells nothing any more.</summary>
    public void Withdraw() => Volatile.Write(ref _state, (int)ConnectionState.Closed);

    /// <summary>Tells whether anybody holds it still, as far as the last collection found out.</summary>
    public bool IsAlive => TryGet(out _);

    public bool TryGet([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ConnectionMultiplexer? multiplexer) => _alive.TryGetTarget(out multiplexer);

    /// <summary>Gets it after nobody holds it any more, as long as its finalizer hasn't been collected too.</summary>
    public bool TryGetEvenDead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ConnectionMultiplexer? multiplexer) => _evenDead.TryGetTarget(out multiplexer);

    /// <summary>The number of commands it was asked for; <see langword="null"/> when nobody holds it any more.</summary>
    public long? Operations => TryGet(out var multiplexer) ? multiplexer.OperationCount : null;

    /// <summary>Notes that the same line opened the next one: whether this one is used afterwards tells a lost one from one of several.</summary>
    public void NoteNext()
    {
        if (_operationsBeforeNext < 0 && State == ConnectionState.Open && TryGet(out var multiplexer))
        {
            _operationsBeforeNext = multiplexer.OperationCount;
            _nextOpened = Environment.TickCount64;
        }
    }

    /// <summary>Whether the same line opened another one and the program didn't use this one again.</summary>
    public bool WasSuperseded()
    {
        if (_operationsBeforeNext < 0 || !TryGetEvenDead(out var multiplexer))
        {
            return false;
        }

        var minutes = (Environment.TickCount64 - _nextOpened) / 60_000;
        return multiplexer.OperationCount <= _operationsBeforeNext + (minutes * OwnOperationsAMinute);
    }

    private bool Close(DateTimeOffset now, CallSite? closedBy)
    {
        if (Interlocked.CompareExchange(ref _state, (int)ConnectionState.Closed, (int)ConnectionState.Open) != (int)ConnectionState.Open)
        {
            return false;
        }

        Closed = now;
        ClosedBy = closedBy;
        return true;
    }
}

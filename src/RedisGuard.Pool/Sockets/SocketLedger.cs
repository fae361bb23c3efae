using System.Net;
using System.Net.Sockets;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Sockets;

/// <summary>
/// The sockets of one connection. StackExchange.Redis shows each before it connects, whatever for: the first time and again,
/// to each node, with TLS, through tunnels. What the library's events leave out can be read here.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SocketLedger
{
    // For a look at a connection that nobody uses: all that is owed on it is the reply to a PING.
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(2);

    // The library reckons from a moment before it shows the socket, in which it may look up a name.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(500);

    private readonly object _gate = new();
    private readonly Dictionary<(EndPoint EndPoint, ConnectionType Kind), long> _generations = [];

    // Replaced, never changed: readers take no lock.
    private volatile LedgerSocket[] _sockets = [];
    private volatile Action<LedgerSocket>? _refused;
    private long _opened;
    private long _refusals;

    /// <summary>
    /// Called with each socket before it connects, on a thread of the library in the middle of its work: must be quick, and
    /// must not throw.
    /// </summary>
    public Action<LedgerSocket>? Opening { get; set; }

    /// <summary>
    /// Tells a node, which holds the session, from a sentinel, which only says where the node is: the library shows the sockets of both. By
    /// default each is a node.
    /// </summary>
    public Func<EndPoint, bool> IsNode { get; set; } = static _ => true;

    /// <summary>The sockets that are open now, or being connected.</summary>
    public IReadOnlyList<LedgerSocket> Open => Array.FindAll(_sockets, static socket => socket.IsOpen);

    /// <summary>Whether one of them has waited for an answer for longer than a server that serves takes. Where the system doesn't say, none has.</summary>
    public bool IsStale => Array.Exists(_sockets, static socket => socket.Read() is { IsOwed: true } info && info.SentAgo > StaleAfter);

    /// <summary>
    /// How many sockets there were so far. Two equal readings mean that none was opened in between: what was true of the
    /// connection's session on the server still is, if it is connected.
    /// </summary>
    public long Opened => Interlocked.Read(ref _opened);

    /// <summary>How many reconnects were refused: see <see cref="RefuseReconnects"/>.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>Keeps a ledger of what will be connected with this configuration, after the user's own hook on it.</summary>
    /// <param name="configuration">The configuration of one connection; changed.</param>
    /// <param name="owedAtMost">After how long without an acknowledgement the system gives up a socket, where it can be told to.</param>
    public void Attach(ConfigurationOptions configuration, TimeSpan owedAtMost)
    {
        var users = configuration.BeforeSocketConnect;
        configuration.BeforeSocketConnect = (endPoint, kind, socket) =>
        {
            if (!TryAdd(endPoint, kind, socket))
            {
                return;
            }

            SocketSettings.Apply(socket, owedAtMost);
            if (users is not null)
            {
                Fence.Pass(static call => call.users(call.endPoint, call.kind, call.socket), (users, endPoint, kind, socket));
            }
        };
    }

    /// <summary>Tells whether a connect that began so long ago is still under way.</summary>
    /// <param name="ago">How long ago, as the library reckons it.</param>
    /// <param name="isSecure">Whether connecting goes on after TCP has connected.</param>
    public bool IsConnectingSince(TimeSpan ago, bool isSecure) => Array.Exists(
        _sockets, socket => socket.IsOpen && (isSecure || !socket.IsConnected) && socket.Age <= ago + Tolerance && socket.Age >= ago - Tolerance);

    /// <summary>The number of the last socket to that node and of that kind: 1 for the first, 0 when there was none.</summary>
    /// <param name="endPoint">The node, as the library names it.</param>
    /// <param name="kind">Whether it carries commands, or with RESP2 the subscriptions.</param>
    public long Generation(EndPoint endPoint, ConnectionType kind)
    {
        lock (_gate)
        {
            return _generations.GetValueOrDefault((endPoint, kind));
        }
    }

    /// <summary>
    /// From now on a node that was connected is not connected again: what its commands rely on (WATCH, say) was lost with the
    /// socket, and a new one would carry on as if it weren't. New nodes, sentinels, and the socket that carries only subscriptions,
    /// are let through.
    /// </summary>
    /// <param name="refused">Told of each refusal, under the terms of <see cref="Opening"/>.</param>
    /// <remarks>Call it when the connection is up: a connect that is still under way would be refused too.</remarks>
    public void RefuseReconnects(Action<LedgerSocket> refused) => _refused = refused;

    /// <summary>Ends <see cref="RefuseReconnects"/>.</summary>
    public void AllowReconnects() => _refused = null;

    private bool TryAdd(EndPoint endPoint, ConnectionType kind, Socket socket)
    {
        LedgerSocket opening;
        bool isRefused;
        var mayBeRefused = _refused is not null && kind == ConnectionType.Interactive && IsNode(endPoint);
        lock (_gate)
        {
            var generation = _generations.GetValueOrDefault((endPoint, kind)) + 1;
            _generations[(endPoint, kind)] = generation;
            opening = new LedgerSocket(endPoint, kind, generation, socket);
            isRefused = mayBeRefused && generation > 1;
            if (!isRefused)
            {
                _sockets = [.. Array.FindAll(_sockets, static known => known.IsOpen), opening];
                _opened++;
            }
        }

        if (isRefused)
        {
            Interlocked.Increment(ref _refusals);

            // The library finds it closed, and takes that for a node that can't be reached.
            socket.Dispose();
            _refused?.Invoke(opening);
        }
        else
        {
            Opening?.Invoke(opening);
        }

        return !isRefused;
    }
}

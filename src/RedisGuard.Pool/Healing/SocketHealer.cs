using System.Net;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Healing;

/// <summary>
/// Closes the sockets of a connection that are dead although the library takes them for alive. The library connects and
/// subscribes anew by itself: nothing is replaced, and whoever holds the connection, a database or a subscriber keeps it.
/// </summary>
/// <remarks>
/// The rules, each of which something taught: a second witness is asked, and where it gets no answer either the server is
/// waited for; one that the server itself holds up (BLPOP, CLIENT PAUSE) isn't closed; a node that stalls again is given more
/// time; nothing is closed in its handshake; and one node at a time.
/// </remarks>
internal sealed class SocketHealer(
    SocketLedger ledger, IConnectionMultiplexer multiplexer, ConfigurationOptions configuration, HealingTerms terms, Action<HealedSocket> healed)
{
    private static readonly TimeSpan CloseTime = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<(EndPoint Node, ConnectionType Kind), SocketHistory> _histories = [];

    // Replaced, never changed: a healing reads it beside the next look.
    private volatile List<SocketStall> _stalls = [];
    private Task _healing = Task.CompletedTask;

    /// <summary>Looks at every socket once, and begins to heal where one is found dead. To be called by one caller at a time, a few times a second.</summary>
    public void Look()
    {
        var open = ledger.Open;
        var before = _stalls;
        _stalls = [.. open.Select(socket => before.Find(known => known.Socket == socket) ?? new SocketStall(socket))];
        foreach (var stall in _stalls)
        {
            stall.Look(CountersOf(stall.Socket.EndPoint));
        }

        if (_healing.IsCompleted && _stalls.Find(IsSuspect) is { } suspect)
        {
            _healing = HealAsync(suspect.Socket.EndPoint, HistoryOf(suspect.Socket).Patience);
            _healing.Observe();
        }
    }

    /// <summary>The sockets that should be asked for a sign of life, and are by the caller.</summary>
    public List<LedgerSocket> ToBeAsked()
    {
        var quiet = _stalls.FindAll(stall => stall.IsToBeAsked(terms));
        quiet.ForEach(static stall => stall.Asked());
        return quiet.ConvertAll(static stall => stall.Socket);
    }

    private bool IsSuspect(SocketStall stall) => stall.Owed >= HistoryOf(stall.Socket).Patience && stall.Socket.Age >= terms.Youth;

    private async Task HealAsync(EndPoint node, TimeSpan patience)
    {
        // Whatever silenced this client silenced others in the same moment.
        await Task.Delay(terms.Look * Random.Shared.NextDouble()).ConfigureAwait(false);
        if (await VerdictAsync(node, patience).ConfigureAwait(false) is not { } owed)
        {
            return;
        }

        // What held it up may have ended in this moment.
        var dead = Stalled(node).FindAll(stall => stall.Owed >= owed && stall.IsLasting(CountersOf(node)));
        if (dead.Count == 0)
        {
            return;
        }

        foreach (var stall in dead)
        {
            var closed = new HealedSocket(stall.Socket, stall.Owed);
            HistoryOf(stall.Socket).Healed();
            stall.Socket.Shutdown();
            healed(closed);
        }

        await Task.Delay(CloseTime).ConfigureAwait(false);
        foreach (var stall in dead)
        {
            stall.Socket.Dispose();
        }

        // Before another node is seen to: what is lost there at the same time would take the library's attention from here.
        var began = Environment.TickCount64;
        while (!IsConnected(node) && Environment.TickCount64 - began < terms.Confirmation.TotalMilliseconds)
        {
            await Task.Delay(terms.Look).ConfigureAwait(false);
        }
    }

    // From how long a wait on the stalled sockets of the node are to be closed: all of them once a witness is answered, else those
    // whose time is over; null when they needn't be.
    private async Task<TimeSpan?> VerdictAsync(EndPoint node, TimeSpan patience)
    {
        using var stop = new CancellationTokenSource();
        var judging = JudgeAsync(node, patience, stop.Token);
        while (!judging.IsCompleted)
        {
            await Task.WhenAny(judging, Task.Delay(terms.Look, stop.Token)).ConfigureAwait(false);
            var stalled = Stalled(node);
            if (stalled.Count == 0 || stalled.Exists(stall => stall.Owed >= terms.SocketTimeout))
            {
                await stop.CancelAsync().ConfigureAwait(false);
                judging.Observe();
                return stalled.Count > 0 ? terms.SocketTimeout : null;
            }
        }

        await judging.ConfigureAwait(false);
        return TimeSpan.Zero;
    }

    private async Task JudgeAsync(EndPoint node, TimeSpan patience, CancellationToken stop)
    {
        for (var grace = terms.Grace; ; grace = patience)
        {
            try
            {
                var witness = new SecondWitness(node, configuration);
                await using var ofWitness = witness.ConfigureAwait(false);
                await ConvinceAsync(witness, node, patience, grace, stop).ConfigureAwait(false);
                return;
            }
#pragma warning disable CA1031 // The user's tunnel and certificates may throw anything. Whatever it is, no second witness says that the server serves.
            catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                // One that was waited for needn't be waited for again.
                await Task.Delay(e is OperationCanceledException ? terms.Look : patience, stop).ConfigureAwait(false);
            }
        }
    }

    // Over one connection, however long it takes: a whole fleet may be asking. A server that had nothing to say a moment ago
    // has the commands of that whole fleet to answer, and this client's may be the last.
    private async Task ConvinceAsync(SecondWitness witness, EndPoint node, TimeSpan patience, TimeSpan grace, CancellationToken stop)
    {
        while (!await IsConvincedAsync(witness, Stalled(node), stop).ConfigureAwait(false))
        {
            grace = patience;
            await Task.Delay(patience, stop).ConfigureAwait(false);
        }

        await Task.Delay(grace, stop).ConfigureAwait(false);
    }

    // Served, and none of the stalled held up by the server. One that gets no answer may itself be on a connection that nobody
    // knows any more: it is given up, and another asked.
    private async Task<bool> IsConvincedAsync(SecondWitness witness, List<SocketStall> stalled, CancellationToken stop)
    {
        using var testimony = CancellationTokenSource.CreateLinkedTokenSource(stop);
        testimony.CancelAfter(terms.Testimony);
        if (!await witness.IsServedAsync(testimony.Token).ConfigureAwait(false))
        {
            return false;
        }

        foreach (var stall in stalled)
        {
            if (stall.Socket.ClientId != 0 && await witness.IsHeldUpAsync(stall.Socket.ClientId, testimony.Token).ConfigureAwait(false) == true)
            {
                return false;
            }
        }

        return true;
    }

    private List<SocketStall> Stalled(EndPoint node) => _stalls.FindAll(stall => stall.Socket.EndPoint.Equals(node) && IsSuspect(stall));

    private bool IsConnected(EndPoint node) =>
        Array.Find(multiplexer.GetServers(), server => server.EndPoint.Equals(node)) is not { IsConnected: false };

    private ServerCounters? CountersOf(EndPoint node) =>
        OperatingSystem.IsLinux() && node.AddressFamily != System.Net.Sockets.AddressFamily.Unix
            ? null
            : Array.Find(multiplexer.GetServers(), server => server.EndPoint.Equals(node))?.GetCounters();

    private SocketHistory HistoryOf(LedgerSocket socket)
    {
        var key = (socket.EndPoint, socket.Kind);
        lock (_histories)
        {
            if (!_histories.TryGetValue(key, out var history))
            {
                _histories[key] = history = new SocketHistory(terms);
            }

            return history;
        }
    }
}

using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Healing;

/// <summary>
/// Asks quiet sockets for a sign of life, and each new one for its number on the server, by which a second witness can ask
/// after it.
/// </summary>
internal sealed class LifeSigns(IConnectionMultiplexer multiplexer)
{
    // By then the socket is closed, if it gives no answer.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private long _asked;

    /// <summary>How many commands that were.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>Has something owed on the socket soon, if it isn't dead.</summary>
    public void Ask(LedgerSocket socket)
    {
        if (socket.Kind == ConnectionType.Interactive)
        {
            if (ServerOf(socket) is { IsConnected: true } server)
            {
                Send(() => server.PingAsync());
            }
        }
        else if (multiplexer.GetServers() is [{ IsConnected: true }])
        {
            // Among several nodes nobody can say which one this goes to; there the library's own keep-alive has to do.
            Send(() => multiplexer.GetSubscriber().PingAsync());
        }
    }

    /// <summary>Asks for the socket's number on the server, once.</summary>
    public void Identify(SocketLedger ledger, LedgerSocket socket)
    {
        if (socket.Kind == ConnectionType.Interactive && !socket.IsIdentified && ServerOf(socket) is { IsConnected: true } server)
        {
            socket.IsIdentified = true;
            Send(() => IdentifyAsync(ledger, socket, server));
        }
    }

    private static async Task IdentifyAsync(SocketLedger ledger, LedgerSocket socket, IServer server)
    {
        var id = (long)await server.ExecuteAsync("CLIENT", "ID").WithinAsync(Patience).ConfigureAwait(false);

        // The answer may have come over the next socket.
        if (ledger.Generation(socket.EndPoint, socket.Kind) == socket.Generation)
        {
            socket.ClientId = id;
        }
    }

    private IServer? ServerOf(LedgerSocket socket) => Array.Find(multiplexer.GetServers(), server => server.EndPoint.Equals(socket.EndPoint));

    private void Send(Func<Task> command)
    {
        try
        {
            Interlocked.Increment(ref _asked);
            command().Observe();
        }
#pragma warning disable CA1031 // No PING in the command map, or a connection that is torn down: either is found out elsewhere.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

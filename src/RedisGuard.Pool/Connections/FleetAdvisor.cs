using System.Globalization;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>
/// Asks the server once, when the pool has connected, how many clients it lets in, and keeps the pool to its part of them. Advice:
/// the processes of a fleet say nothing to each other, so that the part is the same for each and needs no answer of the others.
/// </summary>
internal sealed class FleetAdvisor(ConnectionSlots slots, RedisPoolOptions options, ILogger logger)
{
    /// <summary>What a fleet may take of a server's <c>maxclients</c>: the rest is for others, for tools, and for half-open sockets.</summary>
    public const double FleetPart = 0.8;

    // RESP2: one for commands and one for subscriptions. With RESP3 the pool takes half of its part.
    private const int SocketsPerConnection = 2;

    /// <summary>How many connections a pool may have; never fewer than its shared ones, never more than its limit.</summary>
    /// <param name="maxClients">What the server lets in.</param>
    /// <param name="processes">How many share it.</param>
    /// <param name="shared">The pool's shared connections.</param>
    /// <param name="limit">The pool's own limit.</param>
    public static int Share(long maxClients, int processes, int shared, int limit) =>
        (int)Math.Clamp((long)(maxClients * FleetPart) / processes / SocketsPerConnection, Math.Min(shared, limit), limit);

    /// <summary>Asks the servers of a connection. Never fails: a server that doesn't tell leaves the pool as it is.</summary>
    public async Task AskAsync(IPhysicalConnection connection, int processes)
    {
        try
        {
            foreach (var server in connection.Multiplexer.GetServers())
            {
                if (server.IsConnected)
                {
                    Follow(server, await ClientsInfo.AskAsync(server, connection.Patience).ConfigureAwait(false), processes);
                }
            }
        }
#pragma warning disable CA1031 // Advice that can't be had is no failure of the pool, whatever the library throws.
        catch (Exception)
#pragma warning restore CA1031
        {
            // INFO is refused, or the connection is gone again.
        }
    }

    private void Follow(IServer server, string info, int processes)
    {
        if (Number(info, "maxclients") is not { } most || Number(info, "connected_clients") is not { } connected)
        {
            return;
        }

        var share = Share(most, processes, options.SharedConnections, options.MaxConnections);
        var withheld = slots.Withhold(slots.Limit - share);
        if (withheld > 0)
        {
            PoolLog.KeptToItsShare(logger, options.Name!, slots.Limit, options.MaxConnections, most, processes);
        }

        if (connected + ((long)slots.Limit * SocketsPerConnection) > most * FleetPart)
        {
            PoolLog.ServerNearlyFull(logger, options.Name!, (long)slots.Limit * SocketsPerConnection, server.EndPoint.ToString() ?? string.Empty, connected, most);
        }
    }

    private static long? Number(string info, string name)
    {
        var line = info.Split('\n').FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        return long.TryParse(line?[(name.Length + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }
}

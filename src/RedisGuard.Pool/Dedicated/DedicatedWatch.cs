using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Healing;
using RedisGuard.Pool.Upkeep;

namespace RedisGuard.Pool.Dedicated;

/// <summary>Looks after the sockets of the dedicated connections. Holds them weakly: who drops one is told of the leak.</summary>
internal static class DedicatedWatch
{
    private static readonly object Gate = new();
    private static readonly List<WeakReference<IPhysicalConnection>> Connections = [];
    private static Supervisor? s_supervisor;

    public static void Add(IPhysicalConnection connection, ILogger logger)
    {
        lock (Gate)
        {
            Connections.Add(new WeakReference<IPhysicalConnection>(connection));
            if (s_supervisor is null)
            {
                s_supervisor = new Supervisor("dedicated", logger, TimeProvider.System);
                s_supervisor.Start("sockets", HealingTerms.DefaultLook, static _ => Task.FromResult(Look()));
            }
        }
    }

    private static TimeSpan Look()
    {
        WeakReference<IPhysicalConnection>[] connections;
        lock (Gate)
        {
            Connections.RemoveAll(static known => !known.TryGetTarget(out var connection) || connection.IsDisposed);
            connections = [.. Connections];
        }

        Rounds.Each(connections, static known =>
        {
            if (known.TryGetTarget(out var connection))
            {
                connection.Tend();
            }
        });

        return connections.Length == 0 ? HealingTerms.DefaultLook * 20 : HealingTerms.DefaultLook;
    }
}

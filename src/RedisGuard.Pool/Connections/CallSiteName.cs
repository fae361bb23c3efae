using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>
/// Adds the call site to a connection's name on the server, where it was asked for. Sent and forgotten: a name that doesn't arrive
/// is no failure of who rents. When the library connects anew, the name is the plain one until the next rent.
/// </summary>
internal static class CallSiteName
{
    public static void Send(IPhysicalConnection connection, in RedisCallSite site)
    {
        if (!site.IsKnown)
        {
            return;
        }

        try
        {
            var name = $"{connection.Name}:{Configuration.ClientName.Site(site)}";
            foreach (var server in connection.Multiplexer.GetServers())
            {
                if (server.IsConnected)
                {
                    server.ExecuteAsync("CLIENT", ["SETNAME", name], CommandFlags.FireAndForget).Observe();
                }
            }
        }
#pragma warning disable CA1031 // No CLIENT in the command map, or a connection that is torn down: the lease is as good without its name.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

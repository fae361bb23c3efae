using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>Asks a server for <c>INFO clients</c>, without the rights of an administrator.</summary>
internal static class ClientsInfo
{
    // Since 3.0 the library refuses INFO without allowAdmin, and who has that may flush the server. A script that only reads may ask
    // for it, on Redis 7 or later, and unlike others isn't held up while a failover pauses the writes.
    public static async Task<string> AskAsync(IServer server, TimeSpan patience)
    {
        try
        {
            return (string?)await server.ExecuteAsync("INFO", "clients").WithinAsync(patience).ConfigureAwait(false) ?? string.Empty;
        }
        catch (RedisCommandException)
        {
            return (string?)await server.ExecuteAsync("EVAL_RO", "return redis.call('INFO', 'clients')", 0).WithinAsync(patience).ConfigureAwait(false) ?? string.Empty;
        }
    }
}

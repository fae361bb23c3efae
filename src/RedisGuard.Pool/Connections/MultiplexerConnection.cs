using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>A connection to a real server.</summary>
internal sealed class MultiplexerConnection(string name, ConnectionMultiplexer multiplexer) : IPhysicalConnection
{
    public string Name => name;

    public IConnectionMultiplexer Multiplexer => multiplexer;

    public bool IsReady => multiplexer.IsConnected;

    public long Operations => multiplexer.OperationCount;

    public long Outstanding => multiplexer.GetCounters().TotalOutstanding;

    public long Sockets
    {
        get
        {
            var counters = multiplexer.GetCounters();
            return counters.Interactive.SocketCount + counters.Subscription.SocketCount;
        }
    }

    public IDatabase GetDatabase(int db) => multiplexer.GetDatabase(db);

    // UNWATCH does three things at once: its reply proves that everything sent before is done, it takes off what WATCH
    // left, and inside a MULTI it is answered QUEUED instead of OK. SELECT goes through the library, which then knows where
    // it is: since 3.0 it doesn't notice a SELECT that a user sends.
    public async Task<bool> ResetAsync()
    {
        try
        {
            var servers = Array.FindAll(multiplexer.GetServers(), static server => server.IsConnected);
            var database = multiplexer.GetDatabase();
            List<Task<bool>> replies = [.. servers.Select(static server => IsDoneAsync(() => server.ExecuteAsync("UNWATCH")))];
#pragma warning disable RG4001 // Nobody else has it: this is the connection of a lease that is over.
            replies.Add(IsDoneAsync(() => database.ExecuteAsync("SELECT", database.Database)));
#pragma warning restore RG4001
            return servers.Length > 0 && Array.TrueForAll(await Task.WhenAll(replies).ConfigureAwait(false), static done => done);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            return false;
        }
    }

    public async Task CloseAsync(bool finishCommands)
    {
        try
        {
            await multiplexer.CloseAsync(finishCommands).ConfigureAwait(false);
            await multiplexer.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // Closing is the last that is done to it. What the library still has to say about a dying socket helps nobody.
        }
    }

    private static async Task<bool> IsDoneAsync(Func<Task<RedisResult>> command)
    {
        try
        {
            return string.Equals((string?)await command().ConfigureAwait(false), "OK", StringComparison.Ordinal);
        }
        catch (RedisCommandException)
        {
            // The command map has no such command (a proxy's, say): then nobody can have used it, and nothing is left of it.
            return true;
        }
    }
}

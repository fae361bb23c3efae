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
    // left, and inside a MULTI it is answered QUEUED instead of OK. SELECT needs no care: the library sends its own after
    // any command that it doesn't know.
    public async Task<bool> ResetAsync()
    {
        try
        {
            var replies = multiplexer.GetServers()
                .Where(static server => server.IsConnected)
                .Select(static server => server.ExecuteAsync("UNWATCH"))
                .ToArray();
            foreach (var reply in await Task.WhenAll(replies).ConfigureAwait(false))
            {
                if (!string.Equals((string?)reply, "OK", StringComparison.Ordinal))
                {
                    return false;
                }
            }

            return replies.Length > 0;
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
}

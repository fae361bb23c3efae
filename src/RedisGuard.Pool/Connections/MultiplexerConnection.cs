using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>A connection to a real server.</summary>
internal sealed class MultiplexerConnection : IPhysicalConnection
{
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly ConfigurationOptions _configuration;
    private int _isInterrupted;

    public MultiplexerConnection(ConfigurationOptions configuration, ConnectionMultiplexer multiplexer, SocketLedger sockets)
    {
        Sockets = sockets;
        _configuration = configuration;
        _multiplexer = multiplexer;
        Name = configuration.ClientName!;
        multiplexer.ConnectionFailed += (_, failure) => Interrupted(failure.ConnectionType);
        multiplexer.ConnectionRestored += (_, restored) => Restored(restored.ConnectionType);
    }

    public string Name { get; }

    public Action? OnResubscribed { get; set; }

    public IConnectionMultiplexer Multiplexer => _multiplexer;

    public bool IsReady => _multiplexer.IsConnected;

    public long Operations => _multiplexer.OperationCount;

    public long Outstanding => _multiplexer.GetCounters().TotalOutstanding;

    public SocketLedger Sockets { get; }

    public IDatabase GetDatabase(int db) => _multiplexer.GetDatabase(db);

    public Task<TimeSpan> PingAsync() => _multiplexer.GetDatabase().PingAsync();

    // UNWATCH does three things at once: its reply proves that everything sent before is done, it takes off what WATCH
    // left, and inside a MULTI it is answered QUEUED instead of OK. SELECT goes through the library, which then knows where
    // it is: since 3.0 it doesn't notice a SELECT that a user sends.
    public async Task<bool> ResetAsync()
    {
        try
        {
            var servers = Array.FindAll(_multiplexer.GetServers(), static server => server.IsConnected);
            var database = _multiplexer.GetDatabase();
            List<Task<bool>> replies = [.. servers.Select(static server => IsDoneAsync(() => server.ExecuteAsync("UNWATCH")))];
#pragma warning disable RG4001 // Nobody else has it: this is the connection of a lease that is over.
            replies.Add(IsDoneAsync(() => database.ExecuteAsync("SELECT", database.Database)));
#pragma warning restore RG4001
            return servers.Length > 0 && Array.TrueForAll(await Task.WhenAll(replies).ConfigureAwait(false), static done => done);
        }
#pragma warning disable CA1031 // A connection that is torn down under a command fails it with whatever its innards throw (InvalidOperationException, say).
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    public void HurryReconnect() => (_configuration.ReconnectRetryPolicy as TalliedRetryPolicy)?.Hurry();

    // Used after it was closed, a multiplexer throws an ObjectDisposedException for the client name of its configuration:
    // the one thing in that exception that isn't the library's.
    public void Retire(string advice) => _configuration.ClientName = $"{Name} {advice}";

    public async Task CloseAsync(bool finishCommands)
    {
        try
        {
            await _multiplexer.CloseAsync(finishCommands).ConfigureAwait(false);
            await _multiplexer.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // Closing is the last that is done to it. What the library still has to say about a dying socket helps nobody.
        }
    }

    private void Interrupted(ConnectionType type)
    {
        // Of whatever type: a connection that is lost no longer knows whether it spoke RESP3.
        Volatile.Write(ref _isInterrupted, 1);
        if (CarriesSubscriptions(type) && _multiplexer.GetSubscriber().IsConnected())
        {
            // The library raises its events on many threads: this time that of the return has come before that of the loss.
            Restored(type);
        }
    }

    // Raised for the first connect too, which may be told after it.
    private void Restored(ConnectionType type)
    {
        if (CarriesSubscriptions(type) && Interlocked.Exchange(ref _isInterrupted, 0) != 0 && OnResubscribed is { } told)
        {
            _ = TellAsync(told);
        }
    }

    // With RESP3 there is no second socket, and the first carries both.
    private bool CarriesSubscriptions(ConnectionType type) =>
        type == ConnectionType.Subscription
        || Array.Exists(_multiplexer.GetServers(), static server => server.Protocol != RedisProtocol.Resp2);

    // The library has sent its SUBSCRIBEs before it raises the event; a reply to what follows them proves that they are done.
    private async Task TellAsync(Action told)
    {
        try
        {
            await _multiplexer.GetSubscriber().PingAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A connection that is torn down under a command fails it with whatever its innards throw (InvalidOperationException, say).
        catch (Exception)
#pragma warning restore CA1031
        {
            // Interrupted again, perhaps. That there is a gap is true all the same.
        }

        told();
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

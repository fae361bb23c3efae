using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>One multiplexer that the pool opened, and what the pool must know of it. The seam for tests without a server.</summary>
internal interface IPhysicalConnection
{
    /// <summary>The client name it goes by on the server.</summary>
    string Name { get; }

    IConnectionMultiplexer Multiplexer { get; }

    /// <summary>Whether commands would be sent now.</summary>
    bool IsReady { get; }

    /// <summary>Commands sent so far; two equal readings mean that nothing was sent in between.</summary>
    long Operations { get; }

    /// <summary>Commands without a reply yet. Costs a few allocations.</summary>
    long Outstanding { get; }

    /// <summary>Its sockets: with RESP2 one for commands and one for subscriptions to each node.</summary>
    SocketLedger Sockets { get; }

    /// <summary>
    /// Called after each interruption of what carries the subscriptions, once the server knows of them again: messages
    /// published in between are lost.
    /// </summary>
    Action? OnResubscribed { get; set; }

    IDatabase GetDatabase(int db);

    /// <summary>Asks the server for a sign of life. It may take as long as the connection's timeouts allow.</summary>
    Task<TimeSpan> PingAsync();

    /// <summary>
    /// Takes off what a user may have left on the connection. <see langword="false"/> when it cannot be reused.
    /// </summary>
    Task<bool> ResetAsync();

    /// <summary>Has it try to reconnect soon, whatever its back-off says, should it be interrupted.</summary>
    void HurryReconnect();

    /// <summary>What whoever still uses it after it was closed reads in the exception.</summary>
    /// <param name="advice">What to do instead.</param>
    void Retire(string advice);

    /// <summary>Closes it; never throws.</summary>
    /// <param name="finishCommands">Whether commands under way may complete first.</param>
    Task CloseAsync(bool finishCommands);
}

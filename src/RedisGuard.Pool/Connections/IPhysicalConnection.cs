using System.Net;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Subscriptions;
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

    /// <summary>
    /// As <see cref="Outstanding"/>, without what the library itself sends on the socket for messages (its handshake, its signs of life).
    /// </summary>
    long OutstandingCommands => Outstanding;

    /// <summary>Its sockets: with RESP2 one for commands and one for subscriptions to each node.</summary>
    SocketLedger Sockets { get; }

    /// <summary>Whether somebody disposed it, who had only borrowed it: it never comes back.</summary>
    bool IsDisposed { get; }

    /// <summary>What hangs on it for its messages, and is told of gaps in them; <see langword="null"/> for nothing.</summary>
    IMessageReceiver? Receiver { get; set; }

    /// <summary>Looks after its sockets: closes those that are dead, and finds gaps. To be called by one caller at a time, a few times a second.</summary>
    void Tend();

    /// <summary>Sends a PING where nothing came of late, for <see cref="SocketLedger.IsStale"/> to tell a dead socket from a still one. Waits for nothing.</summary>
    void Ask();

    /// <summary>
    /// The nodes that a subscription can hang on now: a cluster's primaries, or the primary of replicas, or those while it is
    /// gone. None where there is only one server, or several that don't know each other.
    /// </summary>
    IReadOnlyList<EndPoint> Nodes => [];

    /// <summary>The server as it introduced itself: where it is, its version and role.</summary>
    string Describe();

    /// <summary>After how long a call that the library neither answered nor gave up is left.</summary>
    TimeSpan Patience => TimeSpan.FromSeconds(10);

    IDatabase GetDatabase(int db);

    /// <summary>Asks the server for a sign of life. It may take as long as the connection's timeouts allow.</summary>
    Task<TimeSpan> PingAsync();

    /// <summary>
    /// Completes when all that was sent before has been answered, as far as the nodes answer in turn. The task fails where they can't be asked,
    /// and may take as long as the connection's timeouts allow.
    /// </summary>
    Task AnsweredAsync();

    /// <summary>Closes it; never throws.</summary>
    /// <param name="finishCommands">Whether commands under way may complete first.</param>
    Task CloseAsync(bool finishCommands);
}

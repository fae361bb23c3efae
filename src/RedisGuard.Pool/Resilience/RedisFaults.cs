using System.Net.Sockets;
using RedisGuard.Pool.Configuration;
using StackExchange.Redis;

namespace RedisGuard.Pool.Resilience;

/// <summary>Tells what StackExchange.Redis' exceptions mean.</summary>
internal static class RedisFaults
{
    /// <summary>What an exception says about the server.</summary>
    public static RedisCircuitResult Classify(Exception exception) => exception switch
    {
        // It derives from the library's exception, and says nothing about the server: the pool's own limit was reached.
        RedisPoolExhaustedException => RedisCircuitResult.Neutral,
        RedisConnectionException or SocketException or IOException => RedisCircuitResult.ConnectionFault,
        TimeoutException => RedisCircuitResult.Failure,
        RedisServerException error => IsRefusal(error) ? RedisCircuitResult.Failure : RedisCircuitResult.Success,
        _ => RedisCircuitResult.Neutral,
    };

    /// <summary>Whether the fault comes from Redis, or from the way there; not from the caller's code.</summary>
    public static bool IsRedis(Exception exception) =>
        exception is RedisException or RedisCommandException or TimeoutException or SocketException or IOException;

    /// <summary>
    /// Whether the command is known not to have been applied: it never left the client, or the server refused it before it
    /// looked at it. All else may have been: a reply can be lost after the command was carried out.
    /// </summary>
    /// <remarks>The rule is StackExchange.Redis' own (3.x, <c>FaultContext.NotApplied</c>).</remarks>
    public static bool IsKnownNotApplied(Exception exception) => exception switch
    {
        RedisConnectionException connection => IsUnsent(connection.CommandStatus),
        RedisTimeoutException timeout => IsUnsent(timeout.Commandstatus),
        RedisServerException error => IsRefusal(error),
        _ => false,
    };

    /// <summary>
    /// What it says, for somebody to read: the library's messages go on with a page of counters, and may quote a configuration.
    /// </summary>
    public static string Brief(Exception exception)
    {
        var message = exception.Message;
        var end = message.AsSpan().IndexOfAny('\r', '\n', ';');
        return Redaction.Message(end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }

    private static bool IsUnsent(CommandStatus status) => status is CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog;

    // The first word of an error is its code. A server answers so for itself, before it runs anything.
    private static bool IsRefusal(RedisServerException error)
    {
        var message = error.Message.AsSpan();
        var end = message.IndexOf(' ');
        return (end < 0 ? message : message[..end]) is "LOADING" or "MASTERDOWN" or "CLUSTERDOWN" or "READONLY" or "TRYAGAIN";
    }
}

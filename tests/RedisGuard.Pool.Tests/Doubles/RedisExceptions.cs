using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Exceptions of the library, made by hand.</summary>
#pragma warning disable CS0618 // The newest library would rather be told more; the oldest has no other constructors.
internal static class RedisExceptions
{
    public static RedisConnectionException Lost(CommandStatus status = CommandStatus.Unknown) =>
        new(ConnectionFailureType.SocketClosed, "lost", null, status);

    public static RedisConnectionException Refused() => new(ConnectionFailureType.AuthenticationFailure, "no");

    public static RedisTimeoutException Slow(CommandStatus status = CommandStatus.Sent) => new("slow", status);

    public static RedisServerException Answer(string message) => new(message);
}

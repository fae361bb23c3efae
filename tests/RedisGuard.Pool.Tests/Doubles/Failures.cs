using StackExchange.Redis;

// The newest library would rather be told more; the oldest can't be.
#pragma warning disable CS0618

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Exceptions as the library throws them.</summary>
internal static class Failures
{
    public static RedisConnectionException Connection(string message) => new(ConnectionFailureType.SocketFailure, message);

    public static RedisServerException Server(string message) => new(message);
}

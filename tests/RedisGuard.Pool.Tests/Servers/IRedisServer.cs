namespace RedisGuard.Pool.Tests.Servers;

/// <summary>A server on loopback that belongs to the tests.</summary>
public interface IRedisServer : IAsyncDisposable
{
    int Port { get; }

    string Configuration => FormattableString.Invariant($"127.0.0.1:{Port}");
}

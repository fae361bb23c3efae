using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>Hands out one supplied multiplexer as often as it is asked.</summary>
internal sealed class BorrowedConnectionOpener(IConnectionMultiplexer multiplexer) : IConnectionOpener
{
    private long _last;

    public Task<IPhysicalConnection> OpenAsync(RedisConnectionKind kind, EndPoint? node = null) => Task.FromResult<IPhysicalConnection>(
        new BorrowedConnection(multiplexer, string.Create(CultureInfo.InvariantCulture, $"test:{kind}:{Interlocked.Increment(ref _last)}")));
}

using System.Net;
using RedisGuard.Pool;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Subscriptions;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>A connection that costs nothing, so that only the pool is measured.</summary>
internal sealed class StillConnection : IPhysicalConnection, IConnectionOpener
{
    public string Name => "still";

    public IConnectionMultiplexer Multiplexer => null!;

    public bool IsReady => true;

    public long Operations => 0;

    public long Outstanding => 0;

    public SocketLedger Sockets { get; } = new();

    public bool IsDisposed => false;

    public IMessageReceiver? Receiver { get; set; }

    public string Describe() => "nowhere";

    public IDatabase GetDatabase(int db) => null!;

    public Task<TimeSpan> PingAsync() => Task.FromResult(TimeSpan.Zero);

    public Task AnsweredAsync() => Task.CompletedTask;

    public void Tend()
    {
        // It has no sockets.
    }

    public void Ask()
    {
        // As Tend.
    }

    public Task CloseAsync(bool finishCommands) => Task.CompletedTask;

    public Task<IPhysicalConnection> OpenAsync(RedisConnectionKind kind, EndPoint? node = null) => Task.FromResult<IPhysicalConnection>(new StillConnection());
}

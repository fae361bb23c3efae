using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Subscriptions;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>A multiplexer that a test supplied, often no real one: opened and closed by the test, and taken at its word.</summary>
internal sealed class BorrowedConnection(IConnectionMultiplexer multiplexer, string name) : IPhysicalConnection
{
    public string Name => name;

    public IConnectionMultiplexer Multiplexer => multiplexer;

    public bool IsReady => true;

    public long Operations => multiplexer.OperationCount;

    public long Outstanding => 0;

    public SocketLedger Sockets { get; } = new();

    public bool IsDisposed => false;

    public IMessageReceiver? Receiver { get; set; }

    public void Tend()
    {
        // Its sockets, if it has any, are the test's.
    }

    public void Ask()
    {
        // As Tend.
    }

    public string Describe() => "a connection of a test";

    public IDatabase GetDatabase(int db) => multiplexer.GetDatabase(db);

    public Task<TimeSpan> PingAsync() => Task.FromResult(TimeSpan.Zero);

    public Task AnsweredAsync() => Task.CompletedTask;

    public Task CloseAsync(bool finishCommands) => Task.CompletedTask;
}

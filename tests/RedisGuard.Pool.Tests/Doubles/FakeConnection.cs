using System.Net;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Subscriptions;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>A connection to nowhere, whose every answer the test decides.</summary>
internal sealed class FakeConnection(string name) : IPhysicalConnection
{
    private readonly TaskCompletionSource _closed = new();
    private int _pings;
    private int _uses;

    public string Name => name;

    /// <summary>What it hands out; without one it can't.</summary>
    public IConnectionMultiplexer? Library { get; set; }

    public IConnectionMultiplexer Multiplexer => Library ?? throw new NotSupportedException();

    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    public bool IsReady { get; set; } = true;

    /// <summary>Those of several that a plain subscription can hang on.</summary>
    public IReadOnlyList<EndPoint> Nodes { get; set; } = [];

    public long Operations
    {
        get => OnOperations();
        set => OnOperations = () => value;
    }

    public long Outstanding
    {
        get => OnOutstanding();
        set => OnOutstanding = () => value;
    }

    public SocketLedger Sockets { get; init; } = new();

    public bool IsClosed { get; private set; }

    /// <summary>Whether commands under way might complete before it was closed.</summary>
    public bool MightFinish { get; private set; }

    public int Pings => Volatile.Read(ref _pings);

    public bool IsDisposed { get; set; }

    public IMessageReceiver? Receiver { get; set; }

    public Func<Task<TimeSpan>> OnPing { get; set; } = static () => Task.FromResult(TimeSpan.FromMilliseconds(1));

    public Func<long> OnOperations { get; set; } = static () => 0;

    public Func<long> OnOutstanding { get; set; } = static () => 0;

    /// <summary>By default it can't be asked.</summary>
    public Func<Task> OnAnswered { get; set; } = static () => Task.FromException(new InvalidOperationException("It leads nowhere."));

    public Action OnAsk { get; set; } = static () => { };

    public Func<string> OnDescribe { get; set; } = static () => "nowhere:1 (Redis 7.0.15, primary)";

    public Func<Task> OnClose { get; set; } = static () => Task.CompletedTask;

    /// <summary>How often it was chosen for a database.</summary>
    public int Uses => Volatile.Read(ref _uses);

    public string Describe() => OnDescribe();

    public IDatabase GetDatabase(int db)
    {
        Interlocked.Increment(ref _uses);
        return Library?.GetDatabase(db) ?? throw new NotSupportedException();
    }

    public Task<TimeSpan> PingAsync()
    {
        Interlocked.Increment(ref _pings);
        return OnPing();
    }

    public Task AnsweredAsync() => OnAnswered();

    public void Tend()
    {
        // It has no sockets.
    }

    public void Ask() => OnAsk();

    public async Task CloseAsync(bool finishCommands)
    {
        MightFinish = finishCommands;
        await OnClose();
        IsClosed = true;
        _closed.TrySetResult();
    }
}

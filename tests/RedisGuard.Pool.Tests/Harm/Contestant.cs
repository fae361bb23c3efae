using System.Collections.Concurrent;
using RedisGuard.Pool.Tests.Faults;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm;

/// <summary>One way to use a server through the same bad hour as others: what its user sees of it.</summary>
internal abstract class Contestant(string name) : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly ConcurrentDictionary<long, long> _received = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _calling = Task.CompletedTask;
    private long _doubled;

    public string Name => name;

    /// <summary>What stands between it and the server.</summary>
    public required TcpProxy Proxy { get; init; }

    /// <summary>How often it was told that messages may be missing.</summary>
    public virtual long Told => 0;

    /// <summary>The connection that it holds, and has held from the beginning.</summary>
    public abstract IConnectionMultiplexer Connection { get; }

    /// <summary>Messages that came more than once.</summary>
    public long Doubled => Interlocked.Read(ref _doubled);

    public IEnumerable<Call> Calls => _calls;

    /// <summary>When each message first came, by its number.</summary>
    public IReadOnlyDictionary<long, long> Received => _received;

    /// <summary>Connects, subscribes, and begins to call: with the objects that it has then, and never with others.</summary>
    public async Task StartAsync(RedisChannel channel)
    {
        await ConnectAsync(channel).ConfigureAwait(false);
        var database = Connection.GetDatabase();
        await database.PingAsync().ConfigureAwait(false);
        _calling = CallAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _calling.ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    protected abstract Task ConnectAsync(RedisChannel channel);

    protected abstract Task CloseAsync();

    protected void Receive(RedisValue number)
    {
        if (!_received.TryAdd((long)number, Environment.TickCount64))
        {
            Interlocked.Increment(ref _doubled);
        }
    }

    // A call each moment, whatever became of the one before: so an answer is seen when it comes.
    private async Task CallAsync(IDatabase database)
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = OneAsync(database);
            await Task.Delay(Pace, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task OneAsync(IDatabase database)
    {
        var began = Environment.TickCount64;
        try
        {
            await database.StringGetAsync("harm").ConfigureAwait(false);
            _calls.Enqueue(new Call(began, Environment.TickCount64, IsAnswered: true));
        }
#pragma warning disable CA1031 // Whatever it is, the caller got no answer.
        catch (Exception)
#pragma warning restore CA1031
        {
            _calls.Enqueue(new Call(began, Environment.TickCount64, IsAnswered: false));
        }
    }
}

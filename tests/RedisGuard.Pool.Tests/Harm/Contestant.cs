using System.Collections.Concurrent;
using System.Net;
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

    /// <summary>What stands between it and the server, and belongs to it alone.</summary>
    public required TcpProxy? Proxy { get; init; }

    /// <summary>The number of times that it was told that messages may be missing.</summary>
    public virtual long Told => 0;

    /// <summary>Of what it was told, in order.</summary>
    public virtual IEnumerable<string> Causes => [];

    /// <summary>The connection that it holds, and has held from the beginning.</summary>
    public abstract IConnectionMultiplexer Connection { get; }

    /// <summary>Messages that came more than once.</summary>
    public long Doubled => Interlocked.Read(ref _doubled);

    public IEnumerable<Call> Calls => _calls;

    /// <summary>The time at which each message first came, by its number.</summary>
    public IReadOnlyDictionary<long, long> Received => _received;

    /// <summary>Tells whether it has had so many answers and so many messages.</summary>
    public bool HasSettled(int count) => _received.Count >= count && _calls.Count(static call => call.IsAnswered) >= count;

    /// <summary>Connects, subscribes, and begins to call: with the objects that it has then, and never with others.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="seat">The port of the node to be subscribed on; <see langword="null"/> for any.</param>
    public async Task StartAsync(RedisChannel channel, int? seat)
    {
        await ConnectAsync().ConfigureAwait(false);
        await SubscribeAsync(channel).ConfigureAwait(false);
        while (seat is { } port && (NodeOf(channel) as IPEndPoint)?.Port != port)
        {
            // The library takes the nodes in turn, the pool by chance.
            await UnsubscribeAsync(channel).ConfigureAwait(false);
            await SubscribeAsync(channel).ConfigureAwait(false);
        }

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

    protected abstract Task ConnectAsync();

    protected abstract Task SubscribeAsync(RedisChannel channel);

    protected abstract Task UnsubscribeAsync(RedisChannel channel);

    protected abstract Task CloseAsync();

    /// <summary>The node that the channel is subscribed on.</summary>
    protected virtual EndPoint? NodeOf(RedisChannel channel) => Connection.GetSubscriber().SubscribedEndpoint(channel);

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

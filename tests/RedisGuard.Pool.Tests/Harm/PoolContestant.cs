using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool.Tests.Faults;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm;

/// <summary>The pool, with nothing but its defaults.</summary>
internal sealed class PoolContestant(string configuration) : Contestant("pool")
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly RedisPool _pool = new(new RedisPoolOptions { Configuration = configuration, Name = "harm" }, NullLoggerFactory.Instance);
    private readonly ConcurrentQueue<RedisGapCause> _causes = new();
    private IConnectionMultiplexer? _connection;
    private RedisSubscription? _subscription;

    public RedisPool Pool => _pool;

    public override IEnumerable<string> Causes => _causes.Select(static cause => cause.ToString());

    public override long Told => _subscription!.Gaps;

    public override IConnectionMultiplexer Connection => _connection!;

    protected override async Task ConnectAsync() => _connection = await _pool.GetConnectionAsync().ConfigureAwait(false);

    protected override async Task SubscribeAsync(RedisChannel channel) =>
        _subscription = await _pool.SubscribeAsync(channel, message => Receive(message.Value), new RedisSubscriptionOptions
        {
            OnGap = gap =>
            {
                _causes.Enqueue(gap.Cause);
                return Task.CompletedTask;
            },
        }).ConfigureAwait(false);

    protected override async Task UnsubscribeAsync(RedisChannel channel)
    {
        await _subscription!.DisposeAsync().ConfigureAwait(false);

        // It chooses anew when it has to connect.
        for (var began = Environment.TickCount64; _pool.Subscriptions.PlainNode is { } node; await Task.Delay(Look).ConfigureAwait(false))
        {
            if (Environment.TickCount64 - began > Deadline.TotalMilliseconds)
            {
                throw new TimeoutException($"The connection to {node} was not closed within {Deadline}, though nobody subscribes.");
            }
        }
    }

    protected override EndPoint? NodeOf(RedisChannel channel) => _pool.Subscriptions.PlainNode;

    protected override async Task CloseAsync()
    {
        await _subscription!.DisposeAsync().ConfigureAwait(false);
        await _pool.DisposeAsync().ConfigureAwait(false);
    }
}

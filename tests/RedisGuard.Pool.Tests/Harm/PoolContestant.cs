using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool.Tests.Faults;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm;

/// <summary>The pool, with nothing but its defaults.</summary>
internal sealed class PoolContestant(string configuration) : Contestant("pool")
{
    private readonly RedisPool _pool = new(new RedisPoolOptions { Configuration = configuration, Name = "harm" }, NullLoggerFactory.Instance);
    private IConnectionMultiplexer? _connection;
    private RedisSubscription? _subscription;

    public RedisPool Pool => _pool;

    public override long Told => _subscription!.Gaps;

    public override IConnectionMultiplexer Connection => _connection!;

    protected override async Task ConnectAsync(RedisChannel channel)
    {
        _connection = await _pool.GetConnectionAsync().ConfigureAwait(false);
        _subscription = await _pool.SubscribeAsync(channel, message => Receive(message.Value)).ConfigureAwait(false);
    }

    protected override async Task CloseAsync()
    {
        await _subscription!.DisposeAsync().ConfigureAwait(false);
        await _pool.DisposeAsync().ConfigureAwait(false);
    }
}

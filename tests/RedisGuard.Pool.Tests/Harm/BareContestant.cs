using RedisGuard.Pool.Tests.Faults;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm;

/// <summary>The library alone, as its own documentation has it used.</summary>
internal sealed class BareContestant(string configuration, string name = "bare") : Contestant(name)
{
    private ConnectionMultiplexer? _connection;

    public override IConnectionMultiplexer Connection => _connection!;

    protected override async Task ConnectAsync() => _connection = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);

    protected override Task SubscribeAsync(RedisChannel channel) => _connection!.GetSubscriber().SubscribeAsync(channel, (_, value) => Receive(value));

    protected override Task UnsubscribeAsync(RedisChannel channel) => _connection!.GetSubscriber().UnsubscribeAsync(channel);

    protected override async Task CloseAsync() => await _connection!.DisposeAsync().ConfigureAwait(false);
}

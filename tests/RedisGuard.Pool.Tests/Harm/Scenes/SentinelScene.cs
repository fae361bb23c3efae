using System.Globalization;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm.Scenes;

/// <summary>A primary, its replica, and a sentinel that makes one of the other.</summary>
internal sealed class SentinelScene : HarmScene
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly RedisProcess _primary;
    private readonly RedisProcess _replica;
    private readonly RedisProcess _sentinel;
    private readonly ConnectionMultiplexer _toPrimary;
    private readonly ConnectionMultiplexer _toReplica;
    private volatile bool _isPromoted;

    private SentinelScene(RedisProcess primary, RedisProcess replica, RedisProcess sentinel, ConnectionMultiplexer toPrimary, ConnectionMultiplexer toReplica)
    {
        (_primary, _replica, _sentinel, _toPrimary, _toReplica) = (primary, replica, sentinel, toPrimary, toReplica);
    }

    public override IServer Admin => Publisher.GetServers()[0];

    // What is published on the primary reaches who listens on the replica, and not the other way round.
    public override ConnectionMultiplexer Publisher => _isPromoted ? _toReplica : _toPrimary;

    public static async Task<HarmScene> StartAsync(HarmRow row)
    {
        var primary = await RedisProcess.StartAsync().ConfigureAwait(false);
        var replica = await RedisProcess.StartAsync("--replicaof", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1 {primary.Port}")).ConfigureAwait(false);
        var toReplica = await ConnectAsync("127.0.0.1", replica.Port).ConfigureAwait(false);
        while (!((string)(await toReplica.GetServers()[0].ExecuteAsync("INFO", "replication").ConfigureAwait(false))!).Contains("master_link_status:up", StringComparison.Ordinal))
        {
            await Task.Delay(Look).ConfigureAwait(false);
        }

        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file,
        [
            string.Create(CultureInfo.InvariantCulture, $"sentinel monitor shop 127.0.0.1 {primary.Port} 1"),
            "sentinel down-after-milliseconds shop 1000",
            "sentinel failover-timeout shop 10000",
        ]).ConfigureAwait(false);
        var sentinel = await RedisProcess.StartSentinelAsync(file).ConfigureAwait(false);

        // It learns of the replica from the primary, which it asks every ten seconds, and at once.
        var toSentinel = await ConnectionMultiplexer.SentinelConnectAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{sentinel.Port}")).ConfigureAwait(false);
        await using (toSentinel.ConfigureAwait(false))
        {
            while ((await toSentinel.GetServers()[0].SentinelReplicasAsync("shop").ConfigureAwait(false)).Length == 0)
            {
                await Task.Delay(Look).ConfigureAwait(false);
            }
        }

        return new SentinelScene(primary, replica, sentinel, await ConnectAsync("127.0.0.1", primary.Port).ConfigureAwait(false), toReplica);
    }

    public override (string Configuration, TcpProxy? Proxy) Admit() =>
        (string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_sentinel.Port},serviceName=shop"), null);

    /// <summary>Kills the primary, and waits until the replica is one.</summary>
    public async Task FailOverAsync()
    {
        await _primary.KillAsync().ConfigureAwait(false);
        await PromotedAsync(_toReplica).ConfigureAwait(false);
        _isPromoted = true;
    }

    public override async ValueTask DisposeAsync()
    {
        await _toPrimary.DisposeAsync().ConfigureAwait(false);
        await _toReplica.DisposeAsync().ConfigureAwait(false);
        await _sentinel.DisposeAsync().ConfigureAwait(false);
        await _replica.DisposeAsync().ConfigureAwait(false);
        if (!_isPromoted)
        {
            await _primary.DisposeAsync().ConfigureAwait(false);
        }
    }
}

using System.Globalization;
using System.Net;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>Sentinels that come and go beneath a lease: the session is with the server, and is whole.</summary>
public sealed class SentinelSessionTests : IAsyncLifetime
{
    // The library looks for the sentinels of the master that the first word of «sentinel 8f3a… 127.0.0.1 26379 @ master …» names.
    private const string Master = "sentinel";

    private readonly List<string> _files = [];
    private RedisProcess? _primary;
    private RedisProcess? _listed;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; sentinels need it.");
        _primary = await RedisProcess.StartAsync();
        _listed = await StartSentinelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await (_listed?.DisposeAsync() ?? default);
        await (_primary?.DisposeAsync() ?? default);
        _files.ForEach(File.Delete);
    }

    [Fact]
    public async Task SentinelThatTheConfigurationLists_RestartsBeneathALease()
    {
        await using var pool = Pool();
        await using var lease = await pool.RentAsync(Cancel);

        await RestartAsync(_listed!, lease);

        await IsWholeAsync(lease);
    }

    [Fact]
    public async Task SentinelThatWasFoundLater_RestartsBeneathALease()
    {
        await using var pool = Pool();
        await using var lease = await pool.RentAsync(Cancel);
        await using var found = await StartSentinelAsync();
        await Eventually.TrueAsync(() => Generation(lease, found) == 1);

        await RestartAsync(found, lease);

        await IsWholeAsync(lease);
    }

    private static async Task RestartAsync(RedisProcess sentinel, RedisLease lease)
    {
        await sentinel.KillAsync();
        await sentinel.RestartAsync(readiness: "+monitor");
        await Eventually.TrueAsync(() => Generation(lease, sentinel) > 1);
    }

    private static async Task IsWholeAsync(RedisLease lease)
    {
        await lease.Database.StringSetAsync("sentinel-session", 1);
        Assert.Equal(0, lease.Slot.Connection!.Sockets.Refusals);
    }

    private static long Generation(RedisLease lease, RedisProcess sentinel) =>
        lease.Slot.Connection!.Sockets.Generation(new IPEndPoint(IPAddress.Loopback, sentinel.Port), ConnectionType.Interactive);

    private async Task<RedisProcess> StartSentinelAsync()
    {
        var file = Path.GetTempFileName();
        _files.Add(file);
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"sentinel monitor {Master} 127.0.0.1 {_primary!.Port} 1\n"), Cancel);
        return await RedisProcess.StartSentinelAsync(file);
    }

    private RedisPool Pool() => new(
        Pools.Options(options =>
        {
            options.Configuration = FormattableString.Invariant($"127.0.0.1:{_listed!.Port},serviceName={Master}");
            options.AcquireTimeout = Eventually.Deadline;
        }),
        new FakeLoggers());
}

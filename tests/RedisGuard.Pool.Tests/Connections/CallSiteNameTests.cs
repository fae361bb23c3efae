using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Connections;

/// <summary>The line on the server's own list, where it was asked for.</summary>
public sealed class CallSiteNameTests(RedisFixture redis)
{
    private readonly string _name = $"sites-{Guid.NewGuid():N}";

    [Fact]
    public async Task Lease_SaysWhereItWasRented_AndTheNextOneAnew()
    {
        await using var pool = new RedisPool(
            Pools.Options(options =>
            {
                options.Configuration = redis.Configuration;
                options.ApplicationName = _name;
                options.NameCallSites = true;
            }),
            new FakeLoggers());
        await using (await pool.RentAsync(TestContext.Current.CancellationToken))
        {
            await ShowsAsync($"@{nameof(Lease_SaysWhereItWasRented_AndTheNextOneAnew)}");
        }

        await using var lease = await RentElsewhereAsync(pool);
        await ShowsAsync($"@{nameof(RentElsewhereAsync)}");
    }

    [Fact]
    public async Task WithoutBeingAsked_NoLineIsTold()
    {
        await using var pool = new RedisPool(
            Pools.Options(options =>
            {
                options.Configuration = redis.Configuration;
                options.ApplicationName = _name;
            }),
            new FakeLoggers());
        await using var lease = await pool.RentAsync(TestContext.Current.CancellationToken);
        await lease.Database.PingAsync();
        Assert.DoesNotContain(await redis.ClientNamesAsync(_name), static name => name.Contains(":s=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CommandMapWithoutClient_NamesNoLine_AndLosesNoPermit()
    {
        await using var pool = new RedisPool(Pools.Real(redis, options =>
        {
            options.Configuration = $"{redis.Configuration},$CLIENT=";
            options.MaxConnections = 2;
            options.NameCallSites = true;
        }));
        for (var round = 0; round < 4; round++)
        {
            await using var lease = await pool.RentAsync(TestContext.Current.CancellationToken);
            await lease.Database.PingAsync();
        }
    }

    /// <summary>The name is a command without a reply yet: it must not make its lease one that leaves commands behind.</summary>
    [Fact]
    public async Task NamedLease_ThatIsReturnedAtOnce_LeavesItsConnectionForTheNext()
    {
        await using var pool = new RedisPool(Pools.Real(redis, static options =>
        {
            options.MaxConnections = 1;
            options.NameCallSites = true;
        }));
        var names = new HashSet<string>();
        for (var round = 0; round < 200; round++)
        {
            await using var lease = await pool.RentAsync(TestContext.Current.CancellationToken);
            names.Add(Assert.Single(pool.GetSnapshot().Leases).ClientName);
        }

        Assert.Single(names);
    }

    private static async Task<RedisLease> RentElsewhereAsync(RedisPool pool) => await pool.RentAsync(TestContext.Current.CancellationToken);

    private Task ShowsAsync(string end) => Eventually.TrueAsync(async () =>
        (await redis.ClientNamesAsync(_name)).Any(name => name.Contains(":s=CallSiteNameTests.cs@", StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal)));
}

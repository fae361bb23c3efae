using RedisGuard.Dashboard.History;
using RedisGuard.Dashboard.Pictures;

namespace RedisGuard.Dashboard.Tests.Pages;

/// <summary>Pictures of pools in each state, as the page may get them.</summary>
internal static class Pictures
{
    public static readonly DateTimeOffset Now = new(2026, 11, 29, 14, 3, 20, TimeSpan.Zero);

    public static Picture Empty { get; } = new(
        Now.ToUnixTimeMilliseconds(),
        new VerdictPicture("empty", "Nothing yet: no pool of this process has a connection."),
        "Shop",
        4711,
        12,
        [],
        new WatchPicture(false, 0, [], []));

    public static Picture Healthy { get; } = Of("healthy", "Healthy: 2 connections, nothing leaked in 6 h.", Pool());

    public static Picture Leaking { get; } = Of("leaking", "Leaking: Checkout.cs:41 lost 12 leases in 10 min.", Pool() with
    {
        Leaks =
        [
            new LeakPicture("Lease", Site("Checkout.cs", 41, "PayAsync"), 36, 12, Now.AddSeconds(-31).ToUnixTimeMilliseconds(), "RG3009"),
            new LeakPicture("Subscription", Site("Feed.cs", 12, "ListenAsync"), 2, 0, null, "RG3009"),
        ],
    }) with
    {
        Watch = new WatchPicture(true, 4, [new WatchedSitePicture(Site("Cache.cs", 9, "Shop.Cache.Open"), "Microsoft.Extensions.Caching.StackExchangeRedis", 68, 3, 61, 4, false)], [new WatchedServerPicture("cache:6379", 4)]),
    };

    public static Picture Exhausted { get; } = Of("exhausted", "Exhausted: 31 calls wait for a connection, 10 of 10 are taken. The oldest lease is held for 3 min by Report.cs:88.", Leased(9) with { Waiting = 31 });

    public static Picture OpenBreaker { get; } = Of("down", "Server gone: cache:6379 has not answered for 2 min. Guarded calls fail at once; next try in 3 s.", Pool() with
    {
        Breaker = "Open",
        RetryAfter = 3,
        Health = new HealthPicture("Unhealthy", 120, 24, "No connection is active: SocketClosed on cache:6379", 0.0004),
        HealthChanges = [At(-3000, "Healthy"), At(-120, "Unhealthy")],
        BreakerChanges = [At(-3000, "Closed"), At(-118, "Open")],
    });

    public static Picture Healing { get; } = Of("healing", "Healing: 2 dead sockets to cache:6379 closed in the last minute; the connections come back by themselves.", Pool() with { Healings = 2 });

    public static Picture ManyLeases { get; } = Of("healthy", "Healthy: 10001 connections, nothing leaked in 3 min.", Leased(100) with
    {
        MaxConnections = 12000,
        ConnectionCount = 10001,
        LeaseCount = 10000,
        States = new Dictionary<string, int> { ["Shared"] = 1, ["Leased"] = 10000 },
    });

    /// <summary>Names that somebody else chose.</summary>
    public static Picture Hostile(string name) => Of("leaking", $"Leaking: {name} lost 1 lease in 10 min.", Leased(2) with
    {
        Name = name,
        EndPoints = name,
        Connections = [new ConnectionPicture(name, name, name, true, 0, 1, 1, 5)],
        Subscriptions = [new SubscriptionPicture(name, new SitePicture(name, name, name), 3, 1, 1)],
        SubscriptionCount = 1,
        Leaks = [new LeakPicture(name, new SitePicture(name, name, name), 1, 1, null, name)],
        Health = new HealthPicture("Degraded", 1, 1, name, null),
        Loops = [new LoopPicture(name, 1, 1, 0, true)],
    }) with
    {
        Application = name,
        Watch = new WatchPicture(true, 2, [new WatchedSitePicture(new SitePicture(name, name, name), name, 1, 0, 1, 0, true)], [new WatchedServerPicture(name, 2)]),
    };

    private static Picture Of(string state, string text, PoolPicture pool) => new(Now.ToUnixTimeMilliseconds(), new VerdictPicture(state, text), "Shop", 4711, 22_020, [pool], new WatchPicture(false, 0, [], []));

    private static PoolPicture Leased(int leases) => Pool() with
    {
        MaxConnections = 10,
        ConnectionCount = leases + 1,
        States = new Dictionary<string, int> { ["Shared"] = 1, ["Leased"] = leases },
        Holders = [new HolderPicture(Site("Report.cs", 88, "RenderAsync"), leases, 200)],
        Leases = [.. Enumerable.Range(0, leases).Select(index => new LeasePicture(Site("Report.cs", 88, "RenderAsync"), 200.0 / (index + 1), $"rg:Shop:cache:x:{index}", index % 3))],
        LeaseCount = leases,
    };

    private static PoolPicture Pool() => new(
        "cache",
        "cache:6379",
        50,
        0,
        new Dictionary<string, int> { ["Shared"] = 1, ["Subscribed"] = 1 },
        [
            new ConnectionPicture("rg:Shop:cache:s:1:v=1.4.0:i=web-3@4711@1764425000", "Shared", "Shared", true, 2, 2, 2, 22_000),
            new ConnectionPicture("rg:Shop:cache:p:2:v=1.4.0:i=web-3@4711@1764425000", "Subscription", "Subscribed", true, 0, 2, 3, 21_900),
        ],
        2,
        [],
        [],
        0,
        [new SubscriptionPicture("orders", Site("Feed.cs", 12, "ListenAsync"), 3, 0, 1), new SubscriptionPicture("prices:*", Site("Prices.cs", 30, "Start"), 0, 0, 0)],
        2,
        1,
        [],
        "Closed",
        0,
        new HealthPicture("Healthy", 21_900, 0, null, 0.0004),
        0,
        1,
        new ServerPicture(212, 10_000),
        Now.AddHours(-6).ToUnixTimeMilliseconds(),
        [At(-21_900, "Healthy"), At(-1500, "Unhealthy"), At(-1480, "Healthy")],
        [At(-21_900, "Closed")],
        [new LoopPicture("looks at the sockets", 0.4, 1, 0, false), new LoopPicture("asks the server by PING", 2, 5, 0, false)]);

    private static SitePicture Site(string file, int line, string member) => new($"{file}:{line}", $"/src/Shop/{file}", member);

    private static Change At(int seconds, string state) => new(Now.AddSeconds(seconds).ToUnixTimeMilliseconds(), state);
}

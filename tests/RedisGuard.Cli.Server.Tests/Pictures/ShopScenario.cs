using RedisGuard.Cli.Monitoring.Histories;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Server.Tests.Pictures;

/// <summary>
/// Two minutes of a server that the documentation shows: a line that leaks, a pool that is well, an old program that opens a
/// connection for each call, subscribers, and a process that ended without the server noticing.
/// </summary>
internal static class ShopScenario
{
    private const int Looks = 60;
    private const int Every = 2;

    public static void Write(string file)
    {
        using var history = new HistoryWriter(file);
        for (var look = 0; look < Looks; look++)
        {
            history.Write([Look(look)]);
        }
    }

    private static ServerLook Look(int look)
    {
        var seconds = look * Every;
        List<ClientRow> rows = [.. Leaking(seconds), .. Pool(seconds), .. Churning(look), .. Subscribers(seconds), .. Orphans(seconds)];
        return new ServerLook("cache.internal:6379", Rows.Start.AddSeconds(seconds), ServerState.Up)
        {
            Clients = rows,
            OwnId = 9812,
            ListCost = TimeSpan.FromMilliseconds(0.9),
            Facts = new ServerFacts
            {
                Product = "redis",
                Version = "7.0.15",
                Mode = "standalone",
                Role = "master",
                RunId = "r1",
                UptimeSeconds = (12 * 86_400) + seconds,
                Connected = rows.Count + 1,
                MaxClients = 10_000,
                Blocked = 0,
                Rejected = 0,
            },
        };
    }

    // A new one each three seconds, used once.
    private static IEnumerable<ClientRow> Leaking(int seconds) => Enumerable.Range(0, 5 + (seconds / 3)).Select(index => (Index: index, Born: index < 5 ? -60 : (index - 4) * 3))
        .Select(one => Client(
            one.Index < 5 ? 100 + one.Index : 20_000 + (one.Born * 10),
            $"rg:shop:main:exclusive:{one.Index}:v=1.4.2:i=web-3@4711@65000000:s=Checkout.cs@41@Pay", "10.0.2.14", seconds - one.Born, seconds - one.Born - 1, "N", "get", 22_000));

    private static IEnumerable<ClientRow> Pool(int seconds) => Enumerable.Range(0, 2).Select(index =>
        Client(50 + index, "rg:shop:main:shared:1:v=1.4.2:i=web-3@4711@65000000", "10.0.2.14", 90_000 + seconds, index, index == 0 ? "N" : "P", index == 0 ? "mget" : "ping", 32_000));

    // Four are opened and closed between two looks.
    private static IEnumerable<ClientRow> Churning(int look) => Enumerable.Range(0, 4).Select(index =>
        Client(20_003 + (look * 20) + index, "", "10.0.3.7", 0, 0, "N", "get", 21_000));

    private static IEnumerable<ClientRow> Subscribers(int seconds) => Enumerable.Range(0, 12).Select(index =>
        Client(200 + index, "orders-7(SE.Redis-v2.7.27)", "10.0.4.9", 40_000 + seconds, (index * 5) % 60, "P", "ping", 24_000) with { Subscriptions = 3 });

    private static IEnumerable<ClientRow> Orphans(int seconds) =>
    [
        .. Enumerable.Range(0, 6).Select(index => Client(10 + index, "rg:basket:main:shared:1:v=2.0.0:i=web-5@212@64f00000", "10.0.2.16", 200_000 + seconds, 3_000 + seconds, "N", "ping", 22_000)),
        .. Enumerable.Range(0, 2).Select(index => Client(60 + index, "rg:basket:main:shared:1:v=2.0.1:i=web-5@318@65000000", "10.0.2.16", 80_000 + seconds, 2, "N", "get", 30_000)),
    ];

    private static ClientRow Client(long id, string name, string host, long age, long idle, string flags, string command, long bytes) => new(id)
    {
        Address = FormattableString.Invariant($"{host}:{40_000 + (id % 20_000)}"),
        Name = name,
        AgeSeconds = age,
        IdleSeconds = idle,
        Flags = flags,
        Command = command,
        Bytes = bytes,
        User = "default",
        Subscriptions = 0,
        Database = 0,
        LibraryName = "SE.Redis",
        LibraryVersion = "2.13.23",
    };
}

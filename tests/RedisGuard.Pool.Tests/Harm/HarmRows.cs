using System.Globalization;
using RedisGuard.Pool.Tests.Harm.Scenes;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm;

/// <summary>The kinds of harm that a program can come to with its server.</summary>
internal static class HarmRows
{
    private const string Resp3 = ",protocol=resp3";

    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromSeconds(120);

    public static HarmRow BothHalfDead { get; } = new("both sockets half-dead", FromWhen.TheBeginning, TwoMinutes, static hour => Each(hour, static one => one.Proxy!.ForgetConnections()));

    public static HarmRow BothHalfDeadResp3 { get; } = BothHalfDead with { Name = "half-dead, RESP3", Options = Resp3 };

    public static HarmRow SubscriberHalfDead { get; } = new("only the pub/sub socket half-dead", FromWhen.TheBeginning, TwoMinutes, static hour => Each(hour, static one => one.Proxy!.ForgetSubscribers()));

    public static HarmRow HalfDeadWithPassword { get; } = BothHalfDead with { Name = "half-dead, a password", Password = "harm-of-nobody" };

    public static HarmRow Stopped { get; } = new("SIGSTOP for 10 s", FromWhen.TheEnd, Minute, static async hour =>
    {
        await hour.Server.StopAsync().ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(10)).ConfigureAwait(false);
        await hour.Server.ContinueAsync().ConfigureAwait(false);
    })
    { KeepsSockets = true };

    public static HarmRow Script { get; } = new("a script of 8 s", FromWhen.TheEnd, Minute, static async hour =>
    {
        var script = hour.Contestants[0].Connection.GetDatabase().ScriptEvaluateAsync(
            "local t = redis.call('TIME'); local till = t[1] + 8; repeat t = redis.call('TIME') until t[1] + 0 >= till; return 1");
        await Task.Delay(TimeSpan.FromSeconds(9)).ConfigureAwait(false);
        await script.ContinueWith(static done => _ = done.Exception, TaskScheduler.Default).ConfigureAwait(false);
    })
    { KeepsSockets = true };

    public static HarmRow WritesPaused { get; } = new("CLIENT PAUSE WRITE for 10 s, and a write", FromWhen.TheEnd, Minute, static async hour =>
    {
        await hour.Admin.ExecuteAsync("CLIENT", "PAUSE", 10_000, "WRITE").ConfigureAwait(false);
        foreach (var one in hour.Contestants)
        {
            one.Connection.GetDatabase().StringSet("harm-write", 1, flags: CommandFlags.FireAndForget);
        }

        await Task.Delay(TimeSpan.FromSeconds(10)).ConfigureAwait(false);
    })
    { KeepsSockets = true };

    public static HarmRow Blocking { get; } = new("BLPOP of 10 s on the shared connection", FromWhen.TheEnd, Minute, static async hour =>
    {
        foreach (var one in hour.Contestants)
        {
            one.Connection.GetDatabase().Execute("BLPOP", ["harm-list", 10], CommandFlags.FireAndForget);
        }

        await Task.Delay(TimeSpan.FromSeconds(10.5)).ConfigureAwait(false);
    })
    { KeepsSockets = true };

    public static HarmRow BlackHole { get; } = new("black hole of all for 8 s", FromWhen.TheEnd, Minute, static async hour =>
    {
        await Each(hour, static one => one.Proxy!.IsBlackHole = true).ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(8)).ConfigureAwait(false);
        await Each(hour, static one =>
        {
            one.Proxy!.ForgetConnections();
            one.Proxy!.IsBlackHole = false;
        }).ConfigureAwait(false);
    });

    public static HarmRow KillStorm { get; } = new("CLIENT KILL of all, each 100 ms for 3 s", FromWhen.TheEnd, Minute, static async hour =>
    {
        for (var kill = 0; kill < 30; kill++)
        {
            await hour.Admin.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes").ConfigureAwait(false);
            await hour.Admin.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes").ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
        }
    });

    public static HarmRow BlackHoleResp3 { get; } = BlackHole with { Name = $"{BlackHole.Name}, RESP3", Options = Resp3 };

    public static HarmRow KillStormResp3 { get; } = KillStorm with { Name = $"{KillStorm.Name}, RESP3", Options = Resp3 };

    public static HarmRow Full { get; } = new("maxclients reached for 5 s", FromWhen.TheEnd, Minute, static async hour =>
    {
        await hour.Admin.ConfigSetAsync("maxclients", 1).ConfigureAwait(false);
        await hour.Admin.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes").ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        await hour.Admin.ConfigSetAsync("maxclients", 1000).ConfigureAwait(false);
    });

    public static HarmRow OtherPassword { get; } = new("another password for 5 s, and all killed", FromWhen.TheEnd, Minute, static async hour =>
    {
        await hour.Admin.ConfigSetAsync("requirepass", "another").ConfigureAwait(false);
        await hour.Admin.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes").ConfigureAwait(false);
        await hour.Admin.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes").ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        await hour.Admin.ConfigSetAsync("requirepass", "harm-of-nobody").ConfigureAwait(false);
    })
    { Password = "harm-of-nobody" };

    public static HarmRow CutPath { get; } = new("a cut path: the old sockets' packets get lost", FromWhen.TheBeginning, TwoMinutes, static hour => ((CutPathScene)hour.Scene).CutAsync())
    {
        Scene = CutPathScene.StartAsync,
    };

    public static HarmRow SentinelFailover { get; } = new("failover by Sentinel", FromWhen.TheEnd, TwoMinutes, static hour => ((SentinelScene)hour.Scene).FailOverAsync())
    {
        Scene = SentinelScene.StartAsync,
    };

    public static HarmRow ClusterFailover { get; } = new("failover in a cluster of three", FromWhen.TheEnd, TwoMinutes, static hour => ((ClusterScene)hour.Scene).FailOverAsync())
    {
        Scene = ClusterScene.StartAsync,
    };

    public static HarmRow OneNodeBlackHole { get; } = new("black hole of one of three nodes for 8 s", FromWhen.TheEnd, TwoMinutes, static hour => ((ClusterScene)hour.Scene).BlackHoleAsync(TimeSpan.FromSeconds(8)))
    {
        Scene = ClusterScene.StartProxiedAsync,
    };

    /// <summary>Every row but the outages, which take longest.</summary>
    public static IReadOnlyList<HarmRow> All { get; } =
    [
        BothHalfDead, BothHalfDeadResp3, HalfDeadWithPassword, SubscriberHalfDead, Stopped, Script, WritesPaused, Blocking, BlackHole, BlackHoleResp3, KillStorm, KillStormResp3, Full, OtherPassword,
        SentinelFailover, ClusterFailover, OneNodeBlackHole, .. CutPathScene.IsPossible ? (HarmRow[])[CutPath] : [],
    ];

    /// <summary>kill -9, and the same port again after a time.</summary>
    public static HarmRow Killed(TimeSpan outage) => new(
        string.Create(CultureInfo.InvariantCulture, $"kill -9, back after {outage.TotalSeconds} s"), FromWhen.TheEnd, TwoMinutes, hour => hour.KillServerAsync(outage));

    private static Task Each(Hour hour, Action<Contestant> act)
    {
        hour.Contestants.ForEach(act);
        return Task.CompletedTask;
    }
}

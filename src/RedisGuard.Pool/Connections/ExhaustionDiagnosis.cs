using System.Globalization;
using System.Text;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Connections;

/// <summary>Says why there was no connection: read by somebody at three in the morning.</summary>
internal sealed class ExhaustionDiagnosis(Func<RedisPoolSnapshot> look, PoolInstruments instruments, RedisPoolOptions options)
{
    private const int MostSites = 5;

    public RedisPoolExhaustedException QueueIsFull(int waiters) =>
        Diagnose(string.Create(CultureInfo.InvariantCulture, $"{waiters} calls already wait for a connection (MaxWaiters)"));

    public RedisPoolExhaustedException TimedOut(TimeSpan waited) =>
        Diagnose(string.Create(CultureInfo.InvariantCulture, $"none became free in {waited.TotalSeconds:0.0} s"));

    /// <param name="waited">How long the caller waited.</param>
    /// <param name="inner">What ended the wait.</param>
    /// <param name="isKept">Whether another may have the connection once it is there.</param>
    public RedisTimeoutException ConnectTooSlow(TimeSpan waited, Exception inner, bool isKept)
    {
        instruments.TimedOut();
        var now = look();
        return new RedisTimeoutException(
            string.Create(CultureInfo.InvariantCulture, $"Opening a connection of pool '{now.Name}' to {now.EndPoints} took longer than the {waited.TotalSeconds:0.0} s that were left of AcquireTimeout ({inner.Message.TrimEnd('.')}). When it arrives, it {(isKept ? "goes to the pool" : "is closed")}."),
            CommandStatus.Unknown);
    }

    private RedisPoolExhaustedException Diagnose(string what)
    {
        instruments.TimedOut();
        var now = look();
        var looksLike = Judge(now);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Pool '{now.Name}' for {now.EndPoints} has no connection to spare: {what}. ");
        text.Append(CultureInfo.InvariantCulture, $"Limit {now.MaxConnections} (MaxConnections): ");
        text.AppendJoin(", ", now.Connections.GroupBy(static connection => connection.State).OrderByDescending(static state => state.Count())
            .Select(static state => string.Create(CultureInfo.InvariantCulture, $"{state.Count()} {Word(state.Key)}")));
        text.Append(CultureInfo.InvariantCulture, $"; {now.Waiting} waiting. ");
        text.Append(Advice(looksLike));
        foreach (var site in now.Leases.GroupBy(static lease => lease.Site).OrderByDescending(static site => site.Count()).Take(MostSites))
        {
            text.AppendLine();
            text.Append(CultureInfo.InvariantCulture, $"  {site.Count()} held since {site.Max(static lease => lease.Held).TotalSeconds:0.0} s at most, rented at {site.Key}");
        }

        foreach (var leak in now.Leaks.Take(MostSites))
        {
            text.AppendLine();
            text.Append(CultureInfo.InvariantCulture, $"  {leak.Count} leaked before, acquired at {leak.Site}");
        }

        return new RedisPoolExhaustedException(text.ToString(), looksLike, now);
    }

    private RedisPoolExhaustion Judge(RedisPoolSnapshot now)
    {
        if (IsMost(now.Count(RedisConnectionState.Connecting), now.Connections.Count))
        {
            return RedisPoolExhaustion.ConnectStorm;
        }

        // Held for long and silent. One that waits for a reply is at work, however long.
        var leaking = now.Leaks.Select(static leak => leak.Site).ToHashSet();
        var silent = now.Leases.Where(static lease => lease.Outstanding == 0).ToArray();
        if (IsMost(silent.Count(lease => leaking.Contains(lease.Site) || IsLong(lease.Held)), now.Leases.Count))
        {
            return RedisPoolExhaustion.Leak;
        }

        return IsMost(now.Leases.Count - silent.Length, now.Leases.Count) ? RedisPoolExhaustion.SlowServer : RedisPoolExhaustion.Load;
    }

    // A caller that waited as long as it may, for leases that were held before it came, has seen nothing move.
    private bool IsLong(TimeSpan held) =>
        options.LongHeldThreshold != Timeout.InfiniteTimeSpan && held >= options.LongHeldThreshold;

    private static bool IsMost(int part, int all) => all > 0 && part * 2 >= all;

    private static string Word(RedisConnectionState state) => state switch
    {
        RedisConnectionState.Connecting => "connecting",
        RedisConnectionState.Shared => "shared",
        RedisConnectionState.Leased => "leased",
        RedisConnectionState.Idle => "idle",
        RedisConnectionState.Subscribed => "subscribed",
        _ => "closing",
    };

    private static string Advice(RedisPoolExhaustion looksLike) => looksLike switch
    {
        RedisPoolExhaustion.Leak => "This looks like a leak: the leases below are held and not used. Return them with await using.",
        RedisPoolExhaustion.SlowServer => "This looks like a slow server, or blocking commands: most leases wait for a reply.",
        RedisPoolExhaustion.ConnectStorm => "This looks like a connect storm: most connections are still being opened.",
        _ => "This looks like load: share the connection (GetDatabase) where exclusive use isn't needed, or raise MaxConnections.",
    };
}

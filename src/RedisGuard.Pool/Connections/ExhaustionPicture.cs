using System.Globalization;
using System.Text;

namespace RedisGuard.Pool.Connections;

/// <summary>An exhausted pool at one moment, for all calls that fail then; described when somebody reads it.</summary>
internal sealed class ExhaustionPicture(RedisPoolSnapshot snapshot, RedisExhaustionCause looksLike)
{
    private const int MostSites = 5;

    private string? _state;
    private string? _holders;

    public RedisPoolSnapshot Snapshot => snapshot;

    public RedisExhaustionCause LikelyCause => looksLike;

    /// <summary>The whole message.</summary>
    /// <param name="what">What happened to one call.</param>
    public string Describe(string what) =>
        $"Pool '{snapshot.Name}' for {snapshot.EndPoints} has no connection to spare: {what}. {_state ??= State()}{Advice(looksLike)}{_holders ??= Holders()}";

    private string State()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Limit {snapshot.MaxConnections} (MaxConnections): ");
        text.AppendJoin(", ", snapshot.Connections.GroupBy(static connection => connection.State).OrderByDescending(static state => state.Count())
            .Select(static state => string.Create(CultureInfo.InvariantCulture, $"{state.Count()} {Word(state.Key)}")));
        return text.Append(CultureInfo.InvariantCulture, $"; {snapshot.Waiting} waiting. ").ToString();
    }

    private string Holders()
    {
        var text = new StringBuilder();
        foreach (var site in snapshot.Leases.GroupBy(static lease => lease.Site).OrderByDescending(static site => site.Count()).Take(MostSites))
        {
            text.AppendLine();
            text.Append(CultureInfo.InvariantCulture, $"  {site.Count()} held since {site.Max(static lease => lease.HeldFor).TotalSeconds:0.0} s at most, rented at {site.Key}");
        }

        foreach (var leak in snapshot.Leaks.Take(MostSites))
        {
            text.AppendLine();
            text.Append(CultureInfo.InvariantCulture, $"  {leak.Count} leaked before, acquired at {leak.Site}");
        }

        return text.ToString();
    }

    private static string Word(RedisConnectionState state) => state switch
    {
        RedisConnectionState.Connecting => "connecting",
        RedisConnectionState.Shared => "shared",
        RedisConnectionState.Leased => "leased",
        RedisConnectionState.Idle => "idle",
        RedisConnectionState.Subscribed => "subscribed",
        _ => "closing",
    };

    private static string Advice(RedisExhaustionCause looksLike) => looksLike switch
    {
        RedisExhaustionCause.Leak => "This looks like a leak: the leases below are held and not used. Return them with await using.",
        RedisExhaustionCause.SlowServer => "This looks like a slow server, or blocking commands: most leases wait for a reply.",
        RedisExhaustionCause.ConnectStorm => "This looks like a connect storm: most connections are still being opened.",
        _ => "This looks like load: share the connection (GetDatabase) where exclusive use isn't needed, or raise MaxConnections.",
    };
}

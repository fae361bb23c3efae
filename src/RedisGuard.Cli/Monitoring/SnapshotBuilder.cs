using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Monitoring;

/// <summary>Turns looks into what is reported: keeps the ledger, and the last list of each server.</summary>
internal sealed class SnapshotBuilder(Grouping grouping, Filter filter)
{
    private const int Steps = 12;
    private const int MostShares = 5;

    private readonly HolderLedger _ledger = new(grouping, filter);
    private readonly Dictionary<string, ServerLook> _listed = new(StringComparer.Ordinal);
    private DateTimeOffset? _first;
    private int _looks;

    /// <param name="looks">One round of looks.</param>
    /// <param name="listEvery">How often the list of an endpoint is asked for.</param>
    public MonitorSnapshot Add(IReadOnlyList<ServerLook> looks, Func<string, TimeSpan?> listEvery)
    {
        _ledger.Add(looks);
        var isListed = false;
        foreach (var look in looks.Where(static look => look.Clients is not null || look.ListRefusal is not null))
        {
            _listed[look.Endpoint] = look;
            isListed |= look.Clients is not null;
        }

        var now = looks.Max(static look => look.At);
        _first ??= now;
        _looks += isListed ? 1 : 0;
        var rows = _ledger.Holders.SelectMany(static holder => holder.Clients.Values).Select(static client => client.Row).ToList();
        return new MonitorSnapshot(
            now,
            [.. looks.Select(look => ServerStanding.Of(WithLastList(look), listEvery(look.Endpoint)))],
            [.. _ledger.Holders.Select(Standing).OrderByDescending(static holder => holder.Verdict).ThenByDescending(static holder => holder.Now).ThenBy(static holder => holder.Holder, StringComparer.Ordinal)])
        {
            WatchedSeconds = (now - _first.Value).TotalSeconds,
            Looks = _looks,
            Unseen = _ledger.Unseen,
            NotTold = NotTold(rows, looks),
            IdleTimes = rows.Count == 0 || rows.Exists(static row => row.IdleSeconds is not null)
                ? [.. rows.Where(static row => row.IdleSeconds is not null).Select(static row => row.IdleSeconds!.Value)]
                : null,
        };
    }

    // Between two lists a look has the facts only: the list is as old as its pace allows.
    private ServerLook WithLastList(ServerLook look) => look.Clients is null && look.ListRefusal is null && _listed.TryGetValue(look.Endpoint, out var listed)
        ? look with { Clients = listed.Clients, ListRefusal = listed.ListRefusal, ListCost = listed.ListCost, OwnId = look.OwnId ?? listed.OwnId }
        : look;

    private HolderStanding Standing(HolderHistory history)
    {
        var rows = history.Clients.Values.Select(static client => client.Row).ToList();
        var idle = rows.Where(static row => row.IdleSeconds is not null).Select(static row => (double)row.IdleSeconds!.Value).ToArray();
        var judgement = _ledger.Judge(history);
        var nodes = history.Clients.Keys.GroupBy(static key => key.Server, StringComparer.Ordinal).ToList();
        return new HolderStanding(history.Key.Holder, history.Key.Kind)
        {
            Now = rows.Count,
            Born = history.Born,
            Died = history.Died,
            Survivors = history.Survivors().Count,
            Growth = history.Growth,
            Counts = history.Counts(Steps),
            IdleMedian = idle.Length > 0 ? Median.Of(idle) : null,
            IdleMax = idle.Length > 0 ? idle.Max() : null,
            Bytes = Sum(rows, static row => row.Bytes),
            Subscribers = rows.Exists(static row => row.Subscriptions is not null || row.Flags is not null) ? rows.Count(static row => row.IsSubscriber) : null,
            Nodes = nodes.Count,
            Multiplexers = rows.Exists(IsStackExchange) ? nodes.Max(node => node.Count(key => !history.Clients[key].Row.IsSubscriber)) : null,
            Verdict = judgement.Verdict,
            Why = judgement.Why,
            OldestSeconds = rows.Max(static row => row.AgeSeconds),
            Origins = Shares(rows, static row => row.Identity?.Instance ?? (row.Process is { } process ? $"{row.Host} pid {process.Id}" : row.Host)),
            Users = Shares(rows, static row => row.User),
            Libraries = Shares(rows, static row => row.LibraryName is { Length: > 0 } name ? $"{name} {row.LibraryVersion}".TrimEnd() : null),
            Commands = Shares(rows, static row => row.Command),
        };
    }

    private static bool IsStackExchange(ClientRow row) => row.Identity is not null
        || row.LibraryName?.StartsWith("SE.Redis", StringComparison.Ordinal) == true
        || row.Name?.Contains("(SE.Redis-v", StringComparison.Ordinal) == true;

    private static long? Sum(List<ClientRow> rows, Func<ClientRow, long?> value)
    {
        long? sum = null;
        foreach (var row in rows)
        {
            sum = value(row) is { } one ? (sum ?? 0) + one : sum;
        }

        return sum;
    }

    private static IReadOnlyList<HolderShare> Shares(List<ClientRow> rows, Func<ClientRow, string?> value) =>
    [
        .. rows.Select(value).OfType<string>().GroupBy(static text => text, StringComparer.Ordinal)
            .Select(static group => new HolderShare(PlainText.Of(group.Key), group.Count()))
            .OrderByDescending(static share => share.Count).ThenBy(static share => share.Value, StringComparer.Ordinal).Take(MostShares),
    ];

    private static List<string> NotTold(List<ClientRow> rows, IReadOnlyList<ServerLook> looks)
    {
        List<string> missing = [];
        if (rows.Count > 0)
        {
            Check("idle", rows.TrueForAll(static row => row.IdleSeconds is null));
            Check("last command", rows.TrueForAll(static row => row.Command is null));
            Check("buffers", rows.TrueForAll(static row => row.Bytes is null));
            Check("subscriptions", rows.TrueForAll(static row => row.Subscriptions is null));
            Check("user", rows.TrueForAll(static row => row.User is null));
            Check("library", rows.TrueForAll(static row => row.LibraryName is null));
        }

        Check("count of clients", looks.All(static look => look.State == ServerState.Up && look.Facts?.Connected is null));
        Check("maxclients", looks.All(static look => look.State == ServerState.Up && look.Facts?.MaxClients is null));
        return missing;

        void Check(string name, bool isMissing)
        {
            if (isMissing)
            {
                missing.Add(name);
            }
        }
    }
}

using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Holders;

/// <summary>Keeps who holds which connections from look to look: the one place where births and deaths are counted.</summary>
/// <remarks>A server that isn't listed in a look keeps its clients; one that restarted begins anew, and nobody died.</remarks>
internal sealed class HolderLedger(Grouping grouping, Filter filter)
{
    /// <summary>A process that came so recently opens the connections that it needs.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    // Names are chosen by clients: one that takes a new name each time must not fill the memory.
    private const int MostHolders = 5000;

    private readonly Dictionary<HolderKey, HolderHistory> _holders = [];
    private readonly Origins _origins = new();
    private readonly Dictionary<string, ServerMemory> _servers = new(StringComparer.Ordinal);
    private readonly Rehandshakes _rehandshakes = new();
    private DateTimeOffset? _first;
    private int _looks;

    public IReadOnlyCollection<HolderHistory> Holders => _holders.Values;

    /// <summary>Connections that were opened and closed between two looks: the list never had them, so nobody knows whose they were.</summary>
    public long Unseen { get; private set; }

    /// <summary>Takes the looks of one round; those without a list only tell their facts.</summary>
    public void Add(IReadOnlyList<ServerLook> looks)
    {
        var listed = looks.Where(static look => look.Clients is not null).ToList();
        if (listed.Count == 0)
        {
            return;
        }

        var now = listed.Max(static look => look.At);
        var isFirst = _first is null;
        _first ??= now;
        _looks++;
        Dictionary<HolderKey, Round> rounds = [];
        foreach (var look in listed)
        {
            Add(look, rounds, isFirst);
        }

        var listedNow = listed.Select(static look => look.Endpoint).ToHashSet(StringComparer.Ordinal);
        Close(rounds, listedNow, new LookTime(_first.Value, now, _looks));
        _origins.Forget(now - HolderHistory.Window);
        _rehandshakes.Add(listed);
    }

    public Judgement Judge(HolderHistory holder) => Orphans.Judge(holder) ?? _rehandshakes.Judge(holder) ?? holder.Judge();

    private void Add(ServerLook look, Dictionary<HolderKey, Round> rounds, bool isFirstRound)
    {
        var memory = Memory(look);
        var newest = memory.NewestId;
        var births = 0;
        foreach (var row in look.Clients!)
        {
            var isNew = memory.IsKnown && row.Id > memory.NewestId;
            newest = Math.Max(newest, row.Id);
            births += isNew ? 1 : 0;
            var since = _origins.Since(row, isFirstRound ? DateTimeOffset.MinValue : look.At, look.At);
            if (!filter.Matches(row))
            {
                continue;
            }

            var round = Round.In(rounds, HolderKey.Of(row, grouping));
            var key = (look.Endpoint, row.Id);
            var wasBorn = memory.Born.Contains(row.Id);
            round.Clients[key] = new SeenClient(row, isNew || wasBorn);
            if (isNew)
            {
                round.Born++;
                round.Joined += look.At - since < WarmUp ? 1 : 0;
                memory.Born.Add(row.Id);
            }
        }

        if (memory.Accepted is { } before && look.Facts?.Accepted is { } after)
        {
            Unseen += Math.Max(0, after - before - births);
        }

        memory.Remember(look, newest);
    }

    // Which of a holder's connections are gone is known for the servers that were listed; the others' stay as they were.
    private void Close(Dictionary<HolderKey, Round> rounds, HashSet<string> listed, LookTime time)
    {
        foreach (var (key, history) in _holders)
        {
            var round = Round.In(rounds, key);
            foreach (var (client, seen) in history.Clients)
            {
                if (!listed.Contains(client.Server))
                {
                    round.Clients.TryAdd(client, seen);
                }
                else if (!round.Clients.ContainsKey(client) && !_servers[client.Server].IsRestarted)
                {
                    round.Died.Add(seen.Row);
                }
            }
        }

        foreach (var (key, round) in rounds)
        {
            if (!_holders.TryGetValue(key, out var history))
            {
                if (_holders.Count >= MostHolders)
                {
                    continue;
                }

                _holders[key] = history = new HolderHistory(key);
            }

            history.Add(round.Clients, round.Born, round.Joined, round.Died, time);
        }

        foreach (var gone in _holders.Values.Where(holder => holder.Clients.Count == 0 && time.Now - holder.LastPresent > HolderHistory.Window).ToList())
        {
            _holders.Remove(gone.Key);
        }
    }

    private ServerMemory Memory(ServerLook look)
    {
        if (!_servers.TryGetValue(look.Endpoint, out var memory))
        {
            _servers[look.Endpoint] = memory = new ServerMemory();
        }

        memory.Begin(look);
        return memory;
    }

    private sealed class Round
    {
        public Dictionary<(string Server, long Id), SeenClient> Clients { get; } = [];

        public List<ClientRow> Died { get; } = [];

        public int Born { get; set; }

        public int Joined { get; set; }

        public static Round In(Dictionary<HolderKey, Round> rounds, HolderKey key)
        {
            if (!rounds.TryGetValue(key, out var round))
            {
                rounds[key] = round = new Round();
            }

            return round;
        }
    }
}

using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Holders;

/// <summary>Memory that the ledger has of a server from look to look.</summary>
internal sealed class ServerMemory
{
    private string? _runId;

    public bool IsKnown { get; private set; }

    /// <summary>Whether the server restarted since the look before: its ids begin anew, and its clients of old are no deaths.</summary>
    public bool IsRestarted { get; private set; }

    /// <summary>The greatest id seen; ids only grow, so a greater one is a birth.</summary>
    public long NewestId { get; private set; }

    public long? Accepted { get; private set; }

    /// <summary>The ids of clients that live and were born while the monitor looked.</summary>
    public HashSet<long> Born { get; private set; } = [];

    public void Begin(ServerLook look)
    {
        IsRestarted = IsKnown && look.Facts?.RunId is { } run && _runId is not null && run != _runId;
        if (!IsRestarted)
        {
            return;
        }

        IsKnown = false;
        NewestId = 0;
        Accepted = null;
        Born = [];
    }

    public void Remember(ServerLook look, long newest)
    {
        IsKnown = true;
        _runId = look.Facts?.RunId ?? _runId;
        NewestId = newest;
        Accepted = look.Facts?.Accepted;
        var alive = look.Clients!.Select(static client => client.Id).ToHashSet();
        Born.IntersectWith(alive);
    }
}

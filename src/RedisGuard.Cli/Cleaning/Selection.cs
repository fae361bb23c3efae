using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Selects connections: every condition must hold. One that rests on something the server doesn't tell never does.</summary>
internal sealed class Selection(CleanupSettings settings)
{
    /// <param name="rows">All clients of the server: who is orphaned shows beside the others only.</param>
    public IReadOnlyList<ClientRow> Of(IReadOnlyList<ClientRow> rows)
    {
        var ended = settings.Orphans ? Orphans.Find(rows) : null;
        return [.. rows.Where(row => Holds(row) && (ended is null || (row.Identity?.Instance is { } instance && ended.Contains(instance))))];
    }

    /// <summary>Whether the conditions hold that one row can tell.</summary>
    public bool Holds(ClientRow row) =>
        settings.Filter.Matches(row) && (settings.Idle is not { } idle || row.IdleSeconds > idle.TotalSeconds);
}

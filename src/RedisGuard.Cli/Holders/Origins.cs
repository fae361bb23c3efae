using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Holders;

/// <summary>
/// Since when each process has been there: the process where the name or the machine tells it, else the address. A new one is a
/// scale-out or a deployment. Those that are gone for long are forgotten, or a monitor that runs for weeks would keep them all.
/// </summary>
internal sealed class Origins
{
    private readonly Dictionary<string, (DateTimeOffset Since, DateTimeOffset Last)> _known = new(StringComparer.Ordinal);

    public int Count => _known.Count;

    /// <summary>Notes that the process of a client is there now.</summary>
    /// <param name="row">The client.</param>
    /// <param name="since">Since when it has been, where it is a new one.</param>
    /// <param name="now">When it was seen.</param>
    /// <returns>Since when it has been there.</returns>
    public DateTimeOffset Since(ClientRow row, DateTimeOffset since, DateTimeOffset now)
    {
        var origin = row.Identity?.Instance ?? (row.Process is { } process ? $"pid {process.Id}" : row.Host);
        var first = _known.TryGetValue(origin, out var known) ? known.Since : since;
        _known[origin] = (first, now);
        return first;
    }

    /// <summary>Forgets those that were last seen before that time.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var gone in _known.Where(known => known.Value.Last < before).Select(static known => known.Key).ToList())
        {
            _known.Remove(gone);
        }
    }
}

using System.Globalization;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>The lines over and under the table: each server's state, and what isn't told.</summary>
internal static class ServerLines
{
    public static string Of(ServerStanding server)
    {
        List<string> parts = [server.Endpoint];
        if (server.State != ServerState.Up)
        {
            parts.Add(server.State.ToString().ToUpperInvariant());
        }

        if (server.Product is { } product)
        {
            parts.Add($"{product} {server.Version}{(server.Role is "slave" ? " (replica)" : string.Empty)}");
        }

        if (server.UptimeSeconds is { } uptime)
        {
            parts.Add($"up {TimeText.Short(uptime)}");
        }

        if (server.Clients is { } clients)
        {
            parts.Add(Clients(server, clients));
        }

        if (server.Rejected is > 0 and var rejected)
        {
            parts.Add($"rejected {HolderCells.Number(rejected)}");
        }

        if (server.Blocked is > 0 and var blocked)
        {
            parts.Add($"blocked {HolderCells.Number(blocked)}");
        }

        if (server is { ListEverySeconds: { } every, ListMilliseconds: { } cost })
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"list every {Math.Ceiling(every):0} s ({cost:0.0} ms)"));
        }

        if (server.Trouble is { } trouble)
        {
            parts.Add(trouble);
        }

        return string.Join("  ", parts);
    }

    public static IReadOnlyList<string> Notes(MonitorSnapshot snapshot)
    {
        List<string> notes = [];
        foreach (var refusal in snapshot.Servers.Select(static server => server.ListRefusal).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            notes.Add(refusal);
        }

        if (snapshot.Unseen > 0)
        {
            notes.Add($"unseen: {HolderCells.Number(snapshot.Unseen)} connections were opened and closed between two looks");
        }

        if (snapshot.NotTold.Count > 0)
        {
            notes.Add($"not told by {(snapshot.Servers.Count == 1 ? "this server" : "these servers")}: {string.Join(", ", snapshot.NotTold)}");
        }

        if (snapshot.Servers is [{ OwnId: { } own }])
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"not counted: this monitor's own connection, client {own}"));
        }

        return notes;
    }

    private static string Clients(ServerStanding server, long clients) => server is { MaxClients: { } most, Headroom: { } free }
        ? string.Create(CultureInfo.InvariantCulture, $"clients {HolderCells.Number(clients)} of {HolderCells.Number(most)} ({free * 100:0} % free)")
        : $"clients {HolderCells.Number(clients)}, limit not told";
}

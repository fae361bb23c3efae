using System.Globalization;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Holders;

/// <summary>
/// Finds connections whose process ended without the server noticing: half-open sockets. Only a name in RedisGuard's grammar
/// says which process it was. It ended when it was on this machine and isn't there; or when another process of the same
/// application runs on the same machine since, and not one connection of the old one has been heard for longer than a
/// keep-alive lets pass.
/// </summary>
internal static class Orphans
{
    /// <summary>StackExchange.Redis pings each 60 s: after two and a half of that, nobody does.</summary>
    public const int SilentSeconds = 150;

    public static Judgement? Judge(HolderHistory holder)
    {
        var rows = holder.Clients.Values.Select(static client => client.Row).ToList();
        var found = Find(rows);
        if (found.Count == 0)
        {
            return null;
        }

        var idle = rows.Where(row => found.Contains(row.Identity?.Instance ?? string.Empty)).ToList();
        return new Judgement(Verdict.Orphaned, string.Create(
            CultureInfo.InvariantCulture, $"{idle.Count} of {rows.Count}: {(found.Count == 1 ? "its process" : $"their {found.Count} processes")} ended"));
    }

    /// <summary>The instances that ended, of those that the rows name.</summary>
    public static IReadOnlySet<string> Find(IReadOnlyCollection<ClientRow> rows) => Find(rows, Environment.MachineName, LocalInstances.IsRunning);

    /// <param name="rows">All clients of the server, or of one holder.</param>
    /// <param name="machine">The name of this machine.</param>
    /// <param name="isRunning">Tells of a process of this machine whether it runs and started when it says; null where that can't be known.</param>
    public static IReadOnlySet<string> Find(IReadOnlyCollection<ClientRow> rows, string machine, Func<int, DateTimeOffset, bool?> isRunning)
    {
        HashSet<string> ended = new(StringComparer.Ordinal);
        var instances = rows.Where(static row => row.Identity?.Instance is not null).GroupBy(static row => row.Identity!.Instance!, StringComparer.Ordinal).ToList();
        foreach (var instance in instances)
        {
            var identity = instance.First().Identity!;
            // Somebody here has the other end, whatever the name says: a container has its own process numbers.
            if (identity is not { ProcessId: { } id, Started: { } started } || instance.Any(static row => row.Process is not null))
            {
                continue;
            }

            var isGone = identity.Machine == PlainText.Of(machine) && isRunning(id, started) == false;
            if (isGone || (IsSilent(instance) && instances.Any(other => Follows(other.First().Identity!, identity) && !IsSilent(other))))
            {
                ended.Add(instance.Key);
            }
        }

        return ended;
    }

    private static bool IsSilent(IEnumerable<ClientRow> rows) => rows.All(static row => row.IdleSeconds > SilentSeconds);

    private static bool Follows(ClientIdentity later, ClientIdentity earlier) =>
        later.Application == earlier.Application && later.Machine == earlier.Machine && later.Started > earlier.Started;
}

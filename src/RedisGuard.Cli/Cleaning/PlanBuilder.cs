using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Makes a plan from a look at a server. Closes nothing.</summary>
internal static class PlanBuilder
{
    public static CleanupPlan Of(ServerLook look, CleanupSettings settings)
    {
        var rows = look.Clients!;
        var protection = new Protection(settings, look.OwnId);
        Dictionary<string, int> kept = new(StringComparer.Ordinal);
        var selected = new Selection(settings).Of(rows).Where(row => protection.Of(row) is null).ToList();
        var taken = settings.Victims == Victims.Oldest ? OldestOfEachHolder(selected) : selected;
        var ids = taken.Select(static row => row.Id).ToHashSet();
        foreach (var row in rows.Where(row => !ids.Contains(row.Id)))
        {
            var reason = protection.Of(row) ?? (selected.Contains(row) ? "younger ones of the holder" : "not selected");
            kept[reason] = kept.GetValueOrDefault(reason) + 1;
        }

        return new CleanupPlan(look.Endpoint, look.At, settings.Rule, [.. taken.OrderByDescending(static row => row.AgeSeconds).ThenBy(static row => row.Id).Select(PlanTarget.Of)])
        {
            RunId = look.Facts?.RunId,
            Server = look.Facts is { Product: { } product } facts ? PlainText.Of($"{product} {facts.Version}") : null,
            Verb = settings.Verb,
            Conditions = settings.Filter.ToString(),
            IdleSeconds = settings.Idle?.TotalSeconds,
            IncludesMonitors = settings.IncludeMonitors,
            Clients = rows.Count,
            MaxClients = look.Facts?.MaxClients,
            Kept = kept,
            LivingOwners = LivingOwners(rows, taken),
        };
    }

    private static List<ClientRow> OldestOfEachHolder(List<ClientRow> rows) =>
        [.. rows.GroupBy(static row => HolderKey.Of(row, Grouping.Holder)).Select(static group => group.OrderByDescending(static row => row.AgeSeconds).ThenBy(static row => row.Id).First())];

    private static List<string> LivingOwners(IReadOnlyList<ClientRow> rows, List<ClientRow> taken)
    {
        var instances = taken.Select(static row => row.Identity?.Instance).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return
        [
            .. rows.Where(row => row.Identity?.Instance is { } instance && instances.Contains(instance) && row.IdleSeconds <= Orphans.SilentSeconds)
                .Select(static row => row.Identity!.Instance!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }
}

using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Fleet;

/// <summary>Adds the servers' own lists up by application, version, instance and site: no agent runs anywhere.</summary>
internal sealed record FleetReport(DateTimeOffset At, IReadOnlyList<string> Servers, IReadOnlyList<FleetApplication> Applications, int Unnamed)
{
    /// <summary>So many times the median of its application make an instance stand out.</summary>
    public const double SkewFactor = 3;

    // A median of two is one of them, and three times one connection is three.
    private const int FewestToCompare = 3;
    private const int LeastExcess = 5;
    private const double VersionFactor = 2;
    private const int MostSites = 3;

    public static FleetReport Of(IReadOnlyList<ServerLook> looks)
    {
        var rows = looks.SelectMany(static look => look.Clients ?? []).ToList();
        var orphans = looks.SelectMany(static look => look.Clients is { } clients ? Orphans.Find(clients) : new HashSet<string>()).ToHashSet(StringComparer.Ordinal);
        var named = rows.Where(static row => row.Identity is not null).ToList();
        return new FleetReport(
            looks.Max(static look => look.At),
            [.. looks.Select(static look => look.Endpoint)],
            [
                .. named.GroupBy(static row => row.Identity!.Application, StringComparer.Ordinal).Select(group => Application(group.Key, [.. group], orphans))
                    .OrderByDescending(static application => application.Connections).ThenBy(static application => application.Application, StringComparer.Ordinal),
            ],
            rows.Count - named.Count);
    }

    private static FleetApplication Application(string name, List<ClientRow> rows, HashSet<string> orphans)
    {
        var instances = rows.GroupBy(static row => row.Identity!.Instance ?? row.Host, StringComparer.Ordinal).Select(group => Instance(group.Key, [.. group], orphans)).ToList();
        var living = instances.Where(static instance => !instance.IsOrphaned).Select(static instance => (double)instance.Connections).ToArray();
        var median = living.Length >= FewestToCompare ? Median.Of(living) : (double?)null;
        var versions = instances.GroupBy(static instance => instance.Version, StringComparer.Ordinal)
            .Select(static group => new FleetVersion(group.Key, group.Count(), group.Sum(static instance => instance.Connections)))
            .OrderBy(static version => version.Version, VersionOrder.Instance).ToList();
        return new FleetApplication(
            name,
            rows.Count,
            versions,
            [.. instances.Select(instance => Compared(instance, median)).OrderByDescending(static instance => instance.Connections).ThenBy(static instance => instance.Instance, StringComparer.Ordinal)])
        {
            IntroducedBy = IntroducedBy(versions),
        };
    }

    private static FleetInstance Instance(string name, List<ClientRow> rows, HashSet<string> orphans) =>
        new(name, rows[0].Identity!.Version ?? "not told", rows.Count)
        {
            IsOrphaned = orphans.Contains(name),
            Sites =
            [
                .. rows.GroupBy(static row => row.Identity!.Site ?? $"pool {row.Identity.Pool} {row.Kind}", StringComparer.Ordinal)
                    .Select(static group => new HolderShare(group.Key, group.Count())).OrderByDescending(static share => share.Count).Take(MostSites),
            ],
        };

    private static FleetInstance Compared(FleetInstance instance, double? median) => median is not > 0 ? instance : instance with
    {
        TimesMedian = Math.Round(instance.Connections / median.Value, 1),
        IsSkewed = instance.Connections > SkewFactor * median && instance.Connections - median >= LeastExcess,
    };

    private static string? IntroducedBy(List<FleetVersion> versions)
    {
        for (var index = 1; index < versions.Count; index++)
        {
            if (versions[index].PerInstance >= VersionFactor * versions[index - 1].PerInstance && versions[index].PerInstance - versions[index - 1].PerInstance >= LeastExcess)
            {
                return versions[index].Version;
            }
        }

        return null;
    }
}

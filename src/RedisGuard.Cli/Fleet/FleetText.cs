using System.Globalization;
using RedisGuard.Cli.Monitoring.Formats;

namespace RedisGuard.Cli.Fleet;

/// <summary>The fleet for a person: each application, its versions, and the instances that stand out.</summary>
internal static class FleetText
{
    private const int MostInstances = 8;

    public static IEnumerable<string> Of(FleetReport report)
    {
        yield return $"FLEET  {string.Join(", ", report.Servers)}";
        foreach (var application in report.Applications)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $" {application.Application}  {HolderCells.Number(application.Connections)} connections of {application.Instances.Count} {(application.Instances.Count == 1 ? "instance" : "instances")}");
            foreach (var version in application.Versions)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"   version {version.Version,-12} {version.Instances,5} instances  {version.PerInstance,7:0.#} each{(version.Version == application.IntroducedBy ? "  <- far more than the version before" : string.Empty)}");
            }

            foreach (var instance in application.Instances.Where(static instance => instance.IsSkewed || instance.IsOrphaned).Take(MostInstances))
            {
                var marks = instance.IsOrphaned ? "orphaned: its process ended" : string.Create(CultureInfo.InvariantCulture, $"skewed: {instance.TimesMedian:0.#} times the median");
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"   {instance.Instance}  {instance.Connections}  {marks}; {string.Join(", ", instance.Sites.Select(static site => $"{site.Value} ×{site.Count}"))}");
            }
        }

        if (report.Unnamed > 0)
        {
            yield return $" {HolderCells.Number(report.Unnamed)} connections have no name of RedisGuard's: 'redisguard monitor' shows whose they are";
        }

        if (report.Applications.Count == 0)
        {
            yield return " no client has a name of RedisGuard's: use RedisGuard.Pool, or start programs with 'redisguard run --name-sites'";
        }
    }
}

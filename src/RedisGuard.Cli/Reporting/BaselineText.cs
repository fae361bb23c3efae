using System.Globalization;
using RedisGuard.Cli.Baselines;

namespace RedisGuard.Cli.Reporting;

/// <summary>A baseline's part of a scan, in one line.</summary>
internal static class BaselineText
{
    public static string Of(BaselineOutcome baseline)
    {
        var known = Count(baseline.Known.Length, "known finding");
        var cured = Count(baseline.Cured.Length, "cured finding");
        return baseline switch
        {
            { IsWritten: true, Cured.IsEmpty: true } => $"baseline: {baseline.File} is written with {known}.",
            { IsWritten: true } => $"baseline: {baseline.File} is written with {known}, without {cured}.",
            { Cured.IsEmpty: true } => $"baseline: {known} left out ({baseline.File}).",
            _ => $"baseline: {known} left out ({baseline.File}). It still has {cured}: --write-baseline takes them out.",
        };
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}

using RedisGuard.Cli.Loading.Loose;

namespace RedisGuard.Cli.Loading;

/// <summary>
/// Razor pages and components that use Redis. Their code is made by a generator, and no rule looks into generated files: so it is said that
/// they are left out.
/// </summary>
internal static class RazorFiles
{
    private static readonly HashSet<string> Redis = ["ConnectionMultiplexer", "IConnectionMultiplexer", "IDatabase", "ISubscriber", "RedisPool"];

    /// <returns>Null where there are none.</returns>
    public static string? Note(ScanTarget target)
    {
        var files = target.Named
            .SelectMany(SourceFolder.Files)
            .Where(static file => Path.GetExtension(file).ToUpperInvariant() is ".RAZOR" or ".CSHTML")
            .Where(static file => SourceFile.TryRead(file) is { } source && Identifiers.ContainAny(source.Bytes.Span, Redis))
            .Distinct()
            .ToList();
        return files.Count == 0 ? null : $"{FileNames.Of(files)} {(files.Count == 1 ? "uses" : "use")} Redis and {(files.Count == 1 ? "is" : "are")} left out: Razor files aren't analysed";
    }
}

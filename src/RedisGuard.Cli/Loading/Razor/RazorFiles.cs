using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Cli.Loading.Loose;

namespace RedisGuard.Cli.Loading.Razor;

/// <summary>Razor pages and components: C# once a generator has read them.</summary>
internal static class RazorFiles
{
    private static readonly HashSet<string> s_redis = ["ConnectionMultiplexer", "IConnectionMultiplexer", "IDatabase", "ISubscriber", "RedisPool"];

    public static bool IsRazor(string file) => Path.GetExtension(file).ToUpperInvariant() is ".RAZOR" or ".CSHTML";

    /// <summary>The Razor files that generated code of a compilation was made from.</summary>
    public static ImmutableArray<string> Of(Compilation compilation) =>
        [.. compilation.SyntaxTrees.Where(RazorCode.IsIn).Select(RazorCode.SourceOf).OfType<string>()];

    /// <summary>Those that use Redis and whose code no generator made.</summary>
    /// <returns>Null where there are none.</returns>
    public static string? Note(ScanTarget target, IEnumerable<LoadedProject> projects)
    {
        var compiled = projects.SelectMany(static project => project.RazorFiles).ToHashSet();
        var files = target.Named
            .SelectMany(SourceFolder.Files)
            .Where(file => IsRazor(file) && !compiled.Contains(file))
            .Where(static file => SourceFile.TryRead(file) is { } source && Identifiers.ContainAny(source.Bytes.Span, s_redis))
            .Distinct()
            .ToList();
        return files.Count == 0
            ? null
            : $"{FileNames.Of(files)} {(files.Count == 1 ? "uses" : "use")} Redis and {(files.Count == 1 ? "is" : "are")} left out: no Razor generator of an SDK compiles {(files.Count == 1 ? "it" : "them")} here";
    }
}

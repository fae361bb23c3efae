using System.Collections.Immutable;
using RedisGuard.Cli.Loading;

namespace RedisGuard.Cli.Scanning;

/// <summary>A project that was read.</summary>
/// <param name="Path">The project file, relative to the scan's root; null for sources that belong to no project.</param>
/// <param name="Files">How many source files it has.</param>
/// <param name="Analyzed">False where nothing is known of StackExchange.Redis, so that no rule has anything to say.</param>
internal sealed record ScannedProject(string Name, string? Path, LoadMode Mode, int Files, bool Analyzed)
{
    /// <summary>A project opened for several target frameworks is one project.</summary>
    public static ImmutableArray<ScannedProject> Merge(IEnumerable<ScannedProject> projects) =>
    [
        .. projects.GroupBy(project => (project.Name, project.Path)).Select(frameworks => frameworks.First() with
        {
            Files = frameworks.Max(project => project.Files),
            Analyzed = frameworks.Any(project => project.Analyzed),
        }),
    ];
}

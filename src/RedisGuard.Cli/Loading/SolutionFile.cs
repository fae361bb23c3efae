using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.SolutionPersistence.Model;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Loading;

/// <summary>The C# projects that a solution names.</summary>
internal static class SolutionFile
{
    public static bool IsSolution(string path) => Path.GetExtension(path).ToUpperInvariant() is ".SLN" or ".SLNX" or ".SLNF";

    /// <returns>Absolute paths of the .csproj files that exist.</returns>
    /// <exception cref="CannotRunException">The file can't be read as a solution.</exception>
    public static async Task<ImmutableArray<string>> ProjectsAsync(string solution, CancellationToken cancellation)
    {
        try
        {
            var (folder, paths) = Path.GetExtension(solution).Equals(".slnf", StringComparison.OrdinalIgnoreCase)
                ? await ReadFilterAsync(solution, cancellation).ConfigureAwait(false)
                : await ReadSolutionAsync(solution, cancellation).ConfigureAwait(false);
            return
            [
                .. paths
                    .Where(path => Path.GetExtension(path).Equals(".csproj", StringComparison.OrdinalIgnoreCase))
                    .Select(path => Path.GetFullPath(Path.Combine(folder, path.Replace('\\', Path.DirectorySeparatorChar))))
                    .Where(File.Exists)
                    .Distinct(),
            ];
        }
        catch (Exception e) when (e is SolutionException or JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new CannotRunException($"the solution '{solution}' can't be read: {e.Message}", e);
        }
    }

    private static async Task<(string Folder, IEnumerable<string> Paths)> ReadSolutionAsync(string solution, CancellationToken cancellation)
    {
        var serializer = SolutionSerializers.GetSerializerByMoniker(solution)
            ?? throw new CannotRunException($"the solution '{solution}' has no known format");
        var model = await serializer.OpenAsync(solution, cancellation).ConfigureAwait(false);
        return (Path.GetDirectoryName(solution)!, model.SolutionProjects.Select(project => project.FilePath));
    }

    /// <summary>A solution filter names projects relative to its solution, which it names relative to itself.</summary>
    private static async Task<(string Folder, IEnumerable<string> Paths)> ReadFilterAsync(string filter, CancellationToken cancellation)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(filter, cancellation).ConfigureAwait(false))?["solution"];
        var solution = (json?["path"]?.GetValue<string>() ?? "").Replace('\\', Path.DirectorySeparatorChar);
        var folder = Path.GetDirectoryName(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(filter)!, solution)))!;
        return (folder, json?["projects"]?.AsArray().Select(project => project!.GetValue<string>()) ?? []);
    }
}

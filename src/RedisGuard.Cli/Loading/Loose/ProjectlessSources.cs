using System.Collections.Immutable;
using RedisGuard.Cli.Loading.Loose.Projects;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>The C# files of a folder that no project there has anything to do with: snippets, file-based programs, a bare folder.</summary>
internal static class ProjectlessSources
{
    /// <summary>A file that was named and that no project compiles.</summary>
    public static ProjectFile Named(string file) => Project(Path.GetFileName(file), Path.GetDirectoryName(file)!, [file]);

    /// <summary>Null where there are none.</summary>
    public static ProjectFile? Find(string root, IReadOnlyList<string> files, IEnumerable<LooseProject> projects)
    {
        // A file below a project that doesn't compile it was left out on purpose, or belongs to a shared project.
        var owned = files
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".CSPROJ" or ".SHPROJ" or ".PROJITEMS")
            .Select(file => Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar)
            .ToHashSet();
        var compiled = projects.SelectMany(project => project.File.Sources).ToHashSet();
        var sources = files
            .Where(file => file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
            .Where(file => !compiled.Contains(file) && !owned.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .ToImmutableArray();
        if (sources.IsEmpty)
        {
            return null;
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(root));
        return Project(name.Length == 0 ? "sources" : name, root, sources);
    }

    private static ProjectFile Project(string name, string folder, ImmutableArray<string> sources) => new()
    {
        Name = name,
        Folder = folder,
        AssemblyName = "LooseSources",
        Sources = sources,
        GlobalUsings = [.. ProjectUsings.Directives(ImplicitUsings.Any)],
    };
}

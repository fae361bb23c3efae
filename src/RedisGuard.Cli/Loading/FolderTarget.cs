using System.Collections.Immutable;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Loading;

/// <summary>
/// Decides what a folder means: all C# code below it is scanned; what MSBuild opens of it is the nearest solution, the
/// one with the most projects where several are equally near, or else the projects themselves.
/// </summary>
internal static class FolderTarget
{
    public static async Task<ScanTarget> LocateAsync(string root, CancellationToken cancellation)
    {
        var files = SourceFolder.Files(root);
        var projects = files.Where(file => file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)).ToImmutableArray();
        if (projects.IsEmpty && !files.Any(file => file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)))
        {
            throw new CannotRunException($"there is no C# code in '{root}'");
        }

        var solutions = files
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".SLN" or ".SLNX")
            .GroupBy(file => Path.GetRelativePath(root, file).Count(c => c == Path.DirectorySeparatorChar))
            .MinBy(depth => depth.Key)?
            .ToArray() ?? [];
        if (solutions.Length == 0)
        {
            return Target(root, projects, projects);
        }

        var (solution, members) = await LargestAsync(solutions, cancellation).ConfigureAwait(false);
        if (solution is null)
        {
            return Target(root, projects, projects, $"no solution in '{root}' can be read; taking its {projects.Length} projects");
        }

        var note = $"solution {Path.GetRelativePath(root, solution)}: {members.Length} C# projects";
        if (solutions.Length > 1)
        {
            note += $" (the largest of {solutions.Length} there; name another to scan that one)";
        }

        var outside = projects.Except(members).Count();
        if (outside > 0)
        {
            note += $", and {outside} outside it";
        }

        return Target(root, [solution], [.. members.Union(projects)], note);
    }

    private static ScanTarget Target(string root, ImmutableArray<string> openable, ImmutableArray<string> projects, params ImmutableArray<string> notes) =>
        new() { Root = root, Named = [root], Openable = openable, Projects = projects, Folders = [root], Notes = notes };

    private static async Task<(string? Solution, ImmutableArray<string> Projects)> LargestAsync(string[] solutions, CancellationToken cancellation)
    {
        (string? Solution, ImmutableArray<string> Projects) largest = (null, []);
        foreach (var solution in solutions.Order(StringComparer.Ordinal))
        {
            try
            {
                var projects = await SolutionFile.ProjectsAsync(solution, cancellation).ConfigureAwait(false);
                if (largest.Solution is null || projects.Length > largest.Projects.Length)
                {
                    largest = (solution, projects);
                }
            }
            catch (CannotRunException)
            {
                // Nobody named this solution: another one, or the projects themselves, will do.
            }
        }

        return largest;
    }
}

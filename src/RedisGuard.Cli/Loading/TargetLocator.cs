using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Loading.Loose.Projects;

namespace RedisGuard.Cli.Loading;

/// <summary>Decides what one path means: a folder, a solution, a project or a C# file.</summary>
internal static class TargetLocator
{
    /// <exception cref="CannotRunException">There is nothing at this path, or nothing that can be scanned.</exception>
    public static async Task<ScanTarget> LocateAsync(string path, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return await FolderTarget.LocateAsync(Path.TrimEndingDirectorySeparator(full), cancellation).ConfigureAwait(false);
        }

        if (!File.Exists(full))
        {
            throw new CannotRunException($"there is no file or folder '{path}'");
        }

        if (SolutionFile.IsSolution(full))
        {
            return await SolutionAsync(path, full, cancellation).ConfigureAwait(false);
        }

        return Path.GetExtension(full).ToUpperInvariant() switch
        {
            ".CSPROJ" => Project(full),
            ".CS" => SourceOf(full),
            _ => throw new CannotRunException($"'{path}' is neither a solution (.sln, .slnx, .slnf) nor a C# project (.csproj) nor a C# file (.cs) nor a folder"),
        };
    }

    private static async Task<ScanTarget> SolutionAsync(string path, string solution, CancellationToken cancellation)
    {
        var projects = await SolutionFile.ProjectsAsync(solution, cancellation).ConfigureAwait(false);
        if (projects.IsEmpty)
        {
            throw new CannotRunException($"the solution '{path}' names no C# project");
        }

        var folder = Path.GetDirectoryName(solution)!;
        return new ScanTarget { Root = folder, Named = [folder], Openable = [solution], Projects = projects };
    }

    private static ScanTarget Project(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        return new ScanTarget { Root = folder, Named = [folder], Openable = [project], Projects = [project] };
    }

    /// <summary>A file is understood with the project that compiles it.</summary>
    private static ScanTarget SourceOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (ProjectOf(file) is not { } project)
        {
            return new ScanTarget { Root = folder, Named = [folder], Files = [file], Alone = [file] };
        }

        return Project(project) with { PartialProjects = [project], Files = [file] };
    }

    private static string? ProjectOf(string file)
    {
        using var evaluator = new ProjectEvaluator();
        var search = new EnumerationOptions { IgnoreInaccessible = true };
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(file)!); folder is not null; folder = folder.Parent)
        {
            var project = Directory.EnumerateFiles(folder.FullName, "*.csproj", search)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault(project => ProjectReader.Read(project, evaluator).Sources.Contains(file));
            // A project above the repository has nothing to do with it.
            if (project is not null || Path.Exists(Path.Combine(folder.FullName, ".git")))
            {
                return project;
            }
        }

        return null;
    }
}

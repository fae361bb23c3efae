using System.Collections.Immutable;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Loading;

/// <summary>What the user's path means.</summary>
/// <param name="Root">The absolute folder that paths are relative to.</param>
/// <param name="Openable">The one solution, or the projects, that MSBuild may open; empty where there is none.</param>
/// <param name="Projects">Every C# project whose code is to be scanned.</param>
/// <param name="WholeFolder">Whether sources that belong to no project are to be scanned too.</param>
/// <param name="Notes">What was chosen, where there was a choice.</param>
internal sealed record ScanTarget(
    string Root,
    ImmutableArray<string> Openable,
    ImmutableArray<string> Projects,
    bool WholeFolder,
    ImmutableArray<string> Notes)
{
    /// <exception cref="CannotRunException">There is nothing at this path, or nothing that can be scanned.</exception>
    public static async Task<ScanTarget> LocateAsync(string path, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return await FolderTarget.LocateAsync(full, cancellation).ConfigureAwait(false);
        if (!File.Exists(full))
            throw new CannotRunException($"there is no file or folder '{path}'");

        var root = Path.GetDirectoryName(full)!;
        if (SolutionFile.IsSolution(full))
        {
            var projects = await SolutionFile.ProjectsAsync(full, cancellation).ConfigureAwait(false);
            return projects.IsEmpty
                ? throw new CannotRunException($"the solution '{path}' names no C# project")
                : new ScanTarget(root, [full], projects, WholeFolder: false, []);
        }

        if (Path.GetExtension(full).Equals(".csproj", StringComparison.OrdinalIgnoreCase))
            return new ScanTarget(root, [full], [full], WholeFolder: false, []);

        throw new CannotRunException($"'{path}' is neither a solution (.sln, .slnx, .slnf) nor a C# project (.csproj) nor a folder");
    }
}

using System.Collections.Immutable;
using System.IO.Enumeration;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Loading;

/// <summary>Meaning of the user's paths.</summary>
internal sealed record ScanTarget
{
    /// <summary>The absolute folder that paths are relative to.</summary>
    public required string Root { get; init; }

    /// <summary>The absolute folders that were named, or that hold what was named.</summary>
    public required ImmutableArray<string> Named { get; init; }

    /// <summary>The solutions and projects that MSBuild may open.</summary>
    public ImmutableArray<string> Openable { get; init; } = [];

    /// <summary>Every C# project that is read.</summary>
    public ImmutableArray<string> Projects { get; init; } = [];

    /// <summary>Those of <see cref="Projects"/> that are read for a named file: nothing else of them is reported.</summary>
    public ImmutableArray<string> PartialProjects { get; init; } = [];

    /// <summary>The C# files that were named themselves.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Those of <see cref="Files"/> that no project compiles.</summary>
    public ImmutableArray<string> Alone { get; init; } = [];

    /// <summary>The folders whose sources that belong to no project are scanned too.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>What was chosen, where there was a choice.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <exception cref="CannotRunException">There is nothing at a path, or nothing that can be scanned.</exception>
    public static async Task<ScanTarget> LocateAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var targets = new List<ScanTarget>();
        foreach (var path in paths)
        {
            targets.Add(await TargetLocator.LocateAsync(path, cancellation).ConfigureAwait(false));
        }

        return targets.Aggregate(static (one, other) => one.With(other));
    }

    /// <summary>The same with these projects alone, by their names; <c>*</c> and <c>?</c> stand for any letters and any letter.</summary>
    /// <exception cref="CannotRunException">A name is no project's.</exception>
    public ScanTarget OfProjects(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return this;
        }

        foreach (var name in names)
        {
            if (!Projects.Any(project => IsCalled(project, name)))
            {
                throw new CannotRunException(NoProject(name));
            }
        }

        // Not the solution: what isn't wanted needn't be opened.
        ImmutableArray<string> wanted = [.. Projects.Where(project => names.Any(name => IsCalled(project, name)))];
        return this with { Openable = wanted, Projects = wanted, PartialProjects = [.. PartialProjects.Intersect(wanted)], Folders = [], Alone = [] };
    }

    private ScanTarget With(ScanTarget other) => new()
    {
        Root = Common(Root, other.Root),
        Named = [.. Named.Union(other.Named)],
        Openable = [.. Openable.Union(other.Openable)],
        Projects = [.. Projects.Union(other.Projects)],
        PartialProjects =
        [
            .. PartialProjects.Where(project => !other.Projects.Contains(project) || other.PartialProjects.Contains(project)),
            .. other.PartialProjects.Where(project => !Projects.Contains(project)),
        ],
        Files = [.. Files.Union(other.Files)],
        Alone = [.. Alone.Union(other.Alone)],
        Folders = [.. Folders.Union(other.Folders)],
        Notes = [.. Notes.Union(other.Notes)],
    };

    private static string Common(string one, string other)
    {
        var folder = new DirectoryInfo(one);
        while (folder.Parent is { } parent && !IsIn(other, folder.FullName))
        {
            folder = parent;
        }

        return folder.FullName;
    }

    private static bool IsIn(string path, string folder) =>
        path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsCalled(string project, string name) =>
        FileSystemName.MatchesSimpleExpression(name, Path.GetFileNameWithoutExtension(project));

    private string NoProject(string name)
    {
        const int Shown = 10;
        var known = Projects.Select(static project => Path.GetFileNameWithoutExtension(project)).Order(StringComparer.Ordinal).ToList();
        var more = known.Count > Shown ? $" and {known.Count - Shown} more" : "";
        return known.Count == 0
            ? $"no project is called '{name}': there are none"
            : $"no project is called '{name}': there are {string.Join(", ", known.Take(Shown))}{more}";
    }
}

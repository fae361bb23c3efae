using System.Collections.Immutable;
using RedisGuard.Cli.Loading.Loose.Projects;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>A project with its sources in memory and its references to other projects resolved.</summary>
internal sealed class LooseProject
{
    private LooseProject(ProjectFile file, ImmutableArray<SourceFile> sources, ImmutableArray<SourceFile> razor)
    {
        File = file;
        Sources = sources;
        NamesLibrary = file.NamesLibrary || sources.Concat(razor).Any(source => LibraryUse.IsNamedIn(source.Bytes.Span));
    }

    public ProjectFile File { get; }

    public ImmutableArray<SourceFile> Sources { get; }

    public bool NamesLibrary { get; }

    /// <summary>The referenced projects, and theirs: references flow through as in the SDK.</summary>
    public ImmutableArray<LooseProject> Dependencies { get; private set; } = [];

    /// <summary>Whether this is the library's own source, which must not meet its compiled twin.</summary>
    public bool IsLibrary => File.AssemblyName == LibraryUse.Library;

    /// <summary>A type of the library gets into code only where this or a referenced project names it.</summary>
    public bool ReachesLibrary => NamesLibrary || Dependencies.Any(dependency => dependency.NamesLibrary);

    public static LooseProject Read(ProjectFile file)
    {
        return new LooseProject(file, ReadAll(file.Sources), ReadAll(file.RazorFiles));

        static ImmutableArray<SourceFile> ReadAll(ImmutableArray<string> files) =>
            [.. files.AsParallel().AsOrdered().Select(SourceFile.TryRead).OfType<SourceFile>()];
    }

    public void Resolve(IReadOnlyDictionary<string, LooseProject> projects)
    {
        var found = new List<LooseProject>();
        var seen = new HashSet<LooseProject> { this };
        var open = new Queue<LooseProject>([this]);
        while (open.TryDequeue(out var project))
        {
            foreach (var path in project.File.ProjectReferences)
            {
                if (projects.TryGetValue(path, out var reference) && seen.Add(reference))
                {
                    found.Add(reference);
                    open.Enqueue(reference);
                }
            }
        }

        Dependencies = [.. found];
    }
}

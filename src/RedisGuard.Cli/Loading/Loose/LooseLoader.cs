using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Cli.Loading.Loose.Projects;
using RedisGuard.Cli.Loading.Razor;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>Reads sources without a build: grouped by the nearest project file, each group compiled as that file describes.</summary>
internal static class LooseLoader
{
    /// <param name="target">What is scanned.</param>
    /// <param name="wanted">The project files whose sources are to be scanned.</param>
    /// <param name="options">How.</param>
    /// <param name="notes">Takes what limits the result.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static ImmutableArray<LoadedProject> Load(
        ScanTarget target, ImmutableArray<string> wanted, LoadOptions options, ImmutableArray<string>.Builder notes, CancellationToken cancellation)
    {
        if (wanted.IsEmpty && target.Folders.IsEmpty && target.Alone.IsEmpty)
        {
            return [];
        }

        var files = target.Named.ToDictionary(static folder => folder, SourceFolder.Files);
        var projects = ReadAll(wanted, options, cancellation);
        var scanned = wanted.Select(path => projects[path]).ToList();
        scanned.AddRange(target.Folders.Select(folder => ProjectlessSources.Find(folder, files[folder], projects.Values)).OfType<ProjectFile>().Select(LooseProject.Read));
        scanned.AddRange(target.Alone.Select(ProjectlessSources.Named).Select(LooseProject.Read));

        if (scanned.Count > 0 && !ReferenceAssemblies.HasAspNetCore)
        {
            notes.Add("the ASP.NET Core runtime isn't installed here: code that needs it is understood in part");
        }

        NoteConditions(scanned, notes);
        var configs = new AnalyzerConfigs(files.Values.SelectMany(static files => files), target.Named);
        var compiler = new LooseCompiler(new ReferenceAssemblies(), configs);
        return [.. scanned.Where(project => !project.Sources.IsEmpty || !project.File.RazorFiles.IsEmpty).Select(project => Offer(project, compiler, configs))];
    }

    private static void NoteConditions(List<LooseProject> projects, ImmutableArray<string>.Builder notes)
    {
        const int Shown = 3;
        var all = projects.SelectMany(static project => project.File.Notes).Distinct().ToList();
        notes.AddRange(all.Take(Shown));
        if (all.Count > Shown)
        {
            notes.Add($"{all.Count - Shown} more conditions of project files aren't understood");
        }
    }

    /// <summary>The wanted projects and all that they reference, directly or not.</summary>
    private static Dictionary<string, LooseProject> ReadAll(ImmutableArray<string> wanted, LoadOptions options, CancellationToken cancellation)
    {
        using var evaluator = new ProjectEvaluator();
        var projects = new Dictionary<string, LooseProject>();
        var open = new Queue<string>(wanted);
        while (open.TryDequeue(out var path))
        {
            cancellation.ThrowIfCancellationRequested();
            if (projects.ContainsKey(path))
            {
                continue;
            }

            projects[path] = LooseProject.Read(ProjectReader.Read(path, evaluator, options.Properties));
            foreach (var reference in projects[path].File.ProjectReferences.Where(reference => reference.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)))
            {
                open.Enqueue(reference);
            }
        }

        foreach (var project in projects.Values)
        {
            project.Resolve(projects);
        }

        return projects;
    }

    private static LoadedProject Offer(LooseProject project, LooseCompiler compiler, AnalyzerConfigs configs) => new()
    {
        Name = project.File.Name,
        Path = project.File.Path,
        Mode = LoadMode.Loose,
        Files = project.Sources.Length,
        RazorFiles = project.File.RazorFiles.IsEmpty || RazorGenerator.Installed is null ? [] : project.File.RazorFiles,
        Options = new AnalyzerOptions([.. project.File.AdditionalFiles.Select(file => new AdditionalFile(file))], new ConfiguredOptions(configs.For(project.File))),
        CompileAsync = cancellation => Task.Run<Compilation?>(() => compiler.Touches(project, cancellation) ? compiler.Compile(project, cancellation) : null, cancellation),
    };
}

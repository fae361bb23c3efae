using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Loading.MSBuild;

/// <summary>Opens a solution or projects through MSBuild, in a process of its own.</summary>
internal static class MSBuildLoader
{
    /// <summary>What could be opened and makes sense; what couldn't is named in the notes and left to loose reading.</summary>
    public static async Task<OpenedProjects> OpenAsync(
        ScanTarget target, LoadOptions options, ImmutableArray<string>.Builder notes, IScanProgress progress, CancellationToken cancellation)
    {
        MSBuildWorkspace? workspace = MSBuildWorkspace.Create(options.Properties);
        try
        {
            workspace.SkipUnrecognizedProjects = true;
            var failures = new ConcurrentQueue<string>();
            using var registration = workspace.RegisterWorkspaceFailedHandler(e =>
            {
                if (e.Diagnostic.Kind == WorkspaceDiagnosticKind.Failure)
                    failures.Enqueue(e.Diagnostic.Message);
            });
            await OpenEntriesAsync(workspace, target.Openable, progress, cancellation).ConfigureAwait(false);
            var projects = await UsableAsync(workspace, target, cancellation).ConfigureAwait(false);
            var paths = projects.Select(project => project.Path!).ToImmutableHashSet();
            await NoteMissingAsync(target, paths, failures, notes, cancellation).ConfigureAwait(false);
            var owned = workspace;
            workspace = null;
            return new OpenedProjects(projects, paths, owned);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever goes wrong between us, the build host and the project's own targets: the sources are still there.
            notes.Add($"MSBuild can't open {Names(target.Openable)} ({FirstLine(e.Message)}): reading loose sources");
            return OpenedProjects.None;
        }
        finally
        {
            workspace?.Dispose();
        }
    }

    private static async Task OpenEntriesAsync(
        MSBuildWorkspace workspace, ImmutableArray<string> entries, IScanProgress progress, CancellationToken cancellation)
    {
        var steps = new StepReport(progress);
        foreach (var entry in entries)
        {
            if (SolutionFile.IsSolution(entry))
                await workspace.OpenSolutionAsync(entry, steps, cancellation).ConfigureAwait(false);
            // An earlier project may have brought this one along as a reference.
            else if (!workspace.CurrentSolution.Projects.Any(project => project.FilePath == entry))
                await workspace.OpenProjectAsync(entry, steps, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<ImmutableArray<LoadedProject>> UsableAsync(MSBuildWorkspace workspace, ScanTarget target, CancellationToken cancellation)
    {
        // Of several target frameworks one that opens is enough: a reference pack for another may be missing here.
        var wanted = target.Projects.ToHashSet();
        var projects = ImmutableArray.CreateBuilder<LoadedProject>();
        foreach (var project in workspace.CurrentSolution.Projects.Where(project => project.FilePath is { } path && wanted.Contains(path)))
        {
            if (await OpenedProject.IsUsableAsync(project, cancellation).ConfigureAwait(false))
                projects.Add(OpenedProject.Load(project));
        }

        return projects.ToImmutable();
    }

    private static async Task NoteMissingAsync(
        ScanTarget target, ImmutableHashSet<string> opened, ConcurrentQueue<string> failures, ImmutableArray<string>.Builder notes, CancellationToken cancellation)
    {
        var expected = target.Openable is [var entry] && SolutionFile.IsSolution(entry)
            ? await SolutionFile.ProjectsAsync(entry, cancellation).ConfigureAwait(false)
            : target.Openable;
        var missing = expected.Where(path => !opened.Contains(path)).ToImmutableArray();
        if (missing.IsEmpty)
            return;

        var reason = failures.TryPeek(out var first) ? $" ({FirstLine(first)})" : "";
        notes.Add($"MSBuild can't give {Names(missing)} with references{reason}: reading loose sources");
    }

    private static string Names(ImmutableArray<string> paths)
    {
        const int Shown = 3;
        var names = string.Join(", ", paths.Take(Shown).Select(Path.GetFileName));
        return paths.Length > Shown ? $"{names} and {paths.Length - Shown} more" : names;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}

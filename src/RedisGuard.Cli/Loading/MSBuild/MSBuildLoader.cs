using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Loading.MSBuild;

/// <summary>Opens projects through MSBuild, in a process of its own. Each of them opens or doesn't, whatever the others do.</summary>
/// <param name="target">What is scanned.</param>
/// <param name="unrestored">The projects without packages: opening them is of no use.</param>
/// <param name="options">Build properties.</param>
/// <param name="progress">Is told each step.</param>
internal sealed class MSBuildLoader(ScanTarget target, ImmutableHashSet<string> unrestored, LoadOptions options, IScanProgress progress)
{
    private readonly ConcurrentQueue<string> _failures = [];

    /// <summary>What could be opened and makes sense; what couldn't is named in the notes and left to loose reading.</summary>
    public async Task<OpenedProjects> OpenAsync(ImmutableArray<string>.Builder notes, CancellationToken cancellation)
    {
        var workspace = MSBuildWorkspace.Create(options.Properties);
        try
        {
            workspace.SkipUnrecognizedProjects = true;
            using var registration = workspace.RegisterWorkspaceFailedHandler(e =>
            {
                if (e.Diagnostic.Kind == WorkspaceDiagnosticKind.Failure)
                {
                    _failures.Enqueue(e.Diagnostic.Message);
                }
            });
            foreach (var entry in target.Openable)
            {
                await OpenEntryAsync(workspace, entry, cancellation).ConfigureAwait(false);
            }

            var projects = await UsableAsync(workspace, cancellation).ConfigureAwait(false);
            var paths = projects.Select(static project => project.Path!).ToImmutableHashSet();
            await NoteMissingAsync(paths, notes, cancellation).ConfigureAwait(false);
            var owned = workspace;
            workspace = null;
            return new OpenedProjects(projects, paths, owned);
        }
        finally
        {
            workspace?.Dispose();
        }
    }

    private async Task OpenEntryAsync(MSBuildWorkspace workspace, string entry, CancellationToken cancellation)
    {
        if (!SolutionFile.IsSolution(entry))
        {
            await OpenProjectAsync(workspace, entry, cancellation).ConfigureAwait(false);
            return;
        }

        var projects = await SolutionFile.ProjectsAsync(entry, cancellation).ConfigureAwait(false);
        // A solution opens into an empty workspace alone; what can't be restored isn't to be asked for.
        var isWhole = workspace.CurrentSolution.ProjectIds.Count == 0 && !projects.Any(unrestored.Contains)
            && await TryAsync(entry, () => workspace.OpenSolutionAsync(entry, new StepReport(progress), cancellation)).ConfigureAwait(false);
        foreach (var project in isWhole ? [] : projects)
        {
            await OpenProjectAsync(workspace, project, cancellation).ConfigureAwait(false);
        }
    }

    private async Task OpenProjectAsync(MSBuildWorkspace workspace, string project, CancellationToken cancellation)
    {
        // An earlier project may have brought this one along as a reference.
        if (!unrestored.Contains(project) && !workspace.CurrentSolution.Projects.Any(known => known.FilePath == project))
        {
            await TryAsync(project, () => workspace.OpenProjectAsync(project, new StepReport(progress), cancellation)).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryAsync(string entry, Func<Task> open)
    {
        try
        {
            await open().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever goes wrong between us, the build host and the project's own targets: the sources are still there.
            _failures.Enqueue($"{entry}: {e.Message}");
            return false;
        }
    }

    private async Task<ImmutableArray<LoadedProject>> UsableAsync(MSBuildWorkspace workspace, CancellationToken cancellation)
    {
        // Of several target frameworks one that opens is enough: a reference pack for another may be missing here. Ordered, as the first
        // that has a finding reports it, and MSBuild opens projects as it comes.
        var wanted = target.Projects.Except(unrestored).ToHashSet();
        var projects = ImmutableArray.CreateBuilder<LoadedProject>();
        var opened = workspace.CurrentSolution.Projects.Where(project => project.FilePath is { } path && wanted.Contains(path));
        foreach (var project in opened.OrderBy(static project => project.FilePath, StringComparer.Ordinal).ThenByDescending(static project => project.Name, StringComparer.Ordinal))
        {
            if (await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is { } compilation
                && await OpenedProject.IsUsableAsync(project, compilation, cancellation).ConfigureAwait(false))
            {
                projects.Add(OpenedProject.Load(project, compilation));
            }
        }

        return projects.ToImmutable();
    }

    private async Task NoteMissingAsync(ImmutableHashSet<string> opened, ImmutableArray<string>.Builder notes, CancellationToken cancellation)
    {
        var expected = new List<string>();
        foreach (var entry in target.Openable)
        {
            expected.AddRange(SolutionFile.IsSolution(entry) ? await SolutionFile.ProjectsAsync(entry, cancellation).ConfigureAwait(false) : [entry]);
        }

        var missing = expected.Distinct().Where(path => !opened.Contains(path) && !unrestored.Contains(path));
        foreach (var alike in missing.GroupBy(Reason).OrderBy(static alike => alike.Key, StringComparer.Ordinal))
        {
            notes.Add($"MSBuild can't give {FileNames.Of(alike)} with references{alike.Key}: read as loose sources");
        }
    }

    /// <summary>What was said of a project. Projects open in any order, so not what was said first.</summary>
    private string Reason(string project) =>
        _failures.Where(failure => failure.Contains(project, StringComparison.Ordinal)).Select(FirstLine).Order(StringComparer.Ordinal).FirstOrDefault() is { } failure
            ? $" ({failure})"
            : "";

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}

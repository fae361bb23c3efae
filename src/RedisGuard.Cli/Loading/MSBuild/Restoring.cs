using System.Collections.Immutable;
using System.Diagnostics;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Loading.MSBuild;

/// <summary>Restores what was never restored, and finds the projects that can't be: one of them is no reason to read the others loose.</summary>
internal sealed class Restoring(ScanTarget target, LoadOptions options, IScanProgress progress)
{
    private readonly SortedDictionary<string, string> _failures = new(StringComparer.Ordinal);
    private readonly Stopwatch _since = new();

    /// <returns>The projects that can't be restored, and why.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(CancellationToken cancellation)
    {
        _since.Start();
        foreach (var entry in target.Openable)
        {
            ImmutableArray<string> projects = SolutionFile.IsSolution(entry) ? await SolutionFile.ProjectsAsync(entry, cancellation).ConfigureAwait(false) : [entry];
            if (projects.Any(RestoredProject.IsMissing))
            {
                await RestoreAsync(entry, projects, cancellation).ConfigureAwait(false);
            }
        }

        return _failures;
    }

    private async Task RestoreAsync(string entry, ImmutableArray<string> projects, CancellationToken cancellation)
    {
        if (await RestoreAsync(entry, cancellation).ConfigureAwait(false) is not { } failure)
        {
            return;
        }

        // A solution is restored as a whole or not at all when one project's file is at fault. The others are restored by themselves.
        var others = projects.Where(project => project != entry).Where(RestoredProject.IsMissing);
        if (projects is [var only] && only == entry)
        {
            _failures[entry] = failure;
        }

        foreach (var project in others)
        {
            if (await RestoreAsync(project, cancellation).ConfigureAwait(false) is { } reason)
            {
                _failures[project] = reason;
            }
        }
    }

    private async Task<string?> RestoreAsync(string entry, CancellationToken cancellation)
    {
        var left = options.RestoreTimeout - _since.Elapsed;
        if (left <= TimeSpan.Zero)
        {
            return Restore.NotDone(options.RestoreTimeout);
        }

        progress.Report($"Restoring {Path.GetFileName(entry)}");
        var failure = await Restore.RunAsync(entry, options.Properties, left, cancellation).ConfigureAwait(false);
        return failure == Restore.NotDone(left) ? Restore.NotDone(options.RestoreTimeout) : failure;
    }
}

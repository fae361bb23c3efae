using System.Collections.Immutable;
using RedisGuard.Cli.Loading.Loose;
using RedisGuard.Cli.Loading.MSBuild;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Loading;

/// <summary>Loads a target: through MSBuild what that can open, all the rest as loose sources.</summary>
internal static class TreeLoader
{
    public static async Task<LoadedTree> LoadAsync(ScanTarget target, LoadOptions options, IScanProgress progress, CancellationToken cancellation)
    {
        var notes = target.Notes.ToBuilder();
        var opened = options.Loose || target.Openable.IsEmpty
            ? OpenedProjects.None
            : await OpenAsync(target, options, notes, progress, cancellation).ConfigureAwait(false);

        progress.Report("Reading sources");
        var remaining = target.Projects.Except(opened.Paths).ToImmutableArray();
        var loose = LooseLoader.Load(target, remaining, options, notes, cancellation);
        return new LoadedTree(target.Root, [.. opened.Projects, .. loose], notes.ToImmutable(), opened);
    }

    private static async Task<OpenedProjects> OpenAsync(
        ScanTarget target, LoadOptions options, ImmutableArray<string>.Builder notes, IScanProgress progress, CancellationToken cancellation)
    {
        if (options.Restore)
        {
            foreach (var entry in target.Openable.Where(entry => Restore.IsMissing(entry, target.Projects)))
            {
                progress.Report($"Restoring {Path.GetFileName(entry)}");
                if (await Restore.RunAsync(entry, options.Properties, options.RestoreTimeout, cancellation).ConfigureAwait(false) is { } failure)
                {
                    notes.Add($"{Path.GetFileName(entry)} can't be restored ({failure}): its sources are read loose, without their packages");
                    return OpenedProjects.None;
                }
            }
        }

        progress.Report("Opening through MSBuild");
        return await MSBuildLoader.OpenAsync(target, options, notes, progress, cancellation).ConfigureAwait(false);
    }
}

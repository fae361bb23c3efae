using System.Collections.Immutable;
using RedisGuard.Cli.Loading.Loose;
using RedisGuard.Cli.Loading.MSBuild;
using RedisGuard.Cli.Loading.Razor;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Loading;

/// <summary>Loads a target: through MSBuild each project that can be opened, all the rest as loose sources.</summary>
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
        if (RazorFiles.Note(target, opened.Projects.Concat(loose)) is { } leftOut)
        {
            notes.Add(leftOut);
        }

        return new LoadedTree(target.Root, [.. opened.Projects, .. loose], notes.ToImmutable(), opened);
    }

    private static async Task<OpenedProjects> OpenAsync(
        ScanTarget target, LoadOptions options, ImmutableArray<string>.Builder notes, IScanProgress progress, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> unrestored = options.Restore
            ? await new Restoring(target, options, progress).RunAsync(cancellation).ConfigureAwait(false)
            : ImmutableDictionary<string, string>.Empty;
        foreach (var alike in unrestored.GroupBy(static project => project.Value, static project => project.Key).OrderBy(static alike => alike.Key, StringComparer.Ordinal))
        {
            notes.Add($"{FileNames.Of(alike)} can't be restored ({alike.Key}): read as loose sources, without their packages");
        }

        progress.Report("Opening through MSBuild");
        _ = SdkMSBuild.Folder;
        var loader = new MSBuildLoader(target, [.. unrestored.Keys], options, progress);
        return await loader.OpenAsync(notes, cancellation).ConfigureAwait(false);
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Loading.Loose.Projects;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>The .editorconfig and global analyzer configuration of a tree, put together per project as the SDK does.</summary>
internal sealed class AnalyzerConfigs
{
    private readonly ConcurrentDictionary<ProjectFile, AnalyzerConfigSet> _sets = [];
    private readonly HashSet<string> _paths;
    private readonly ImmutableArray<AnalyzerConfig> _tree;

    /// <param name="files">The files of the tree.</param>
    /// <param name="roots">Configuration in the folders above them applies too.</param>
    public AnalyzerConfigs(IEnumerable<string> files, IEnumerable<string> roots)
    {
        var below = files.Where(file => Path.GetFileName(file) == ".editorconfig");
        var above = roots.SelectMany(FoldersAbove).Select(folder => Path.Combine(folder, ".editorconfig"));
        _paths = [.. below, .. above];
        _tree = [.. _paths.Select(TryParse).OfType<AnalyzerConfig>()];
    }

    public AnalyzerConfigSet For(ProjectFile project) => _sets.GetOrAdd(project, Create);

    private AnalyzerConfigSet Create(ProjectFile project)
    {
        var named = project.ConfigFiles.Concat(FoldersAbove(project.Folder).Prepend(project.Folder).Select(folder => Path.Combine(folder, ".globalconfig")));
        // Two configurations in one folder are an error to Roslyn, and a project may name one that is found anyway.
        var own = named.Distinct().Where(file => !_paths.Contains(file)).Select(TryParse).OfType<AnalyzerConfig>();
        return AnalyzerConfigSet.Create<List<AnalyzerConfig>>([.. _tree, .. own, .. Preset(project.Mode), BuildProperties(project)]);
    }

    // Another mode than one of the presets fails a build; here there is nothing to say with it.
    private static IEnumerable<AnalyzerConfig> Preset(string mode) => mode.Length > 0 && mode.All(static letter => char.IsAsciiLetter(letter) || letter == '-')
        && TryParse(Path.Combine(AppContext.BaseDirectory, "presets", $"{mode.ToLowerInvariant()}.globalconfig")) is { } preset
            ? [preset]
            : [];

    /// <summary>MSBuild hands build properties to analyzers in a generated global configuration; so does this.</summary>
    private static AnalyzerConfig BuildProperties(ProjectFile project)
    {
        var lines = project.BuildProperties.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"build_property.{pair.Key} = {pair.Value}");
        var path = Path.Combine(project.Folder, "obj", $"{project.Name}.GeneratedMSBuildEditorConfig.editorconfig");
        return AnalyzerConfig.Parse(string.Join('\n', ["is_global = true", .. lines]), path);
    }

    private static AnalyzerConfig? TryParse(string file)
    {
        try
        {
            return File.Exists(file) ? AnalyzerConfig.Parse(File.ReadAllText(file), file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> FoldersAbove(string folder)
    {
        for (var parent = Directory.GetParent(folder); parent is not null; parent = parent.Parent)
        {
            yield return parent.FullName;
        }
    }
}

using System.Collections.Immutable;
using Microsoft.Build.Evaluation;

namespace RedisGuard.Cli.Loading.Loose.Projects.Sdk;

/// <summary>A project that the SDK's MSBuild evaluated: what a build would see before it runs its first target.</summary>
internal sealed class SdkEvaluation : IEvaluatedProject
{
    private readonly Project _project;

    public SdkEvaluation(Project project, string? sdk)
    {
        _project = project;
        Sdk = sdk;
        Sources = ReadSources();
        GlobalUsings = [.. project.GetItems("Using").Select(static item => ProjectUsings.Directive(item.EvaluatedInclude, item.GetMetadataValue)).Distinct()];
    }

    public string? Sdk { get; }

    public ImmutableArray<string> Sources { get; }

    public ImmutableArray<string> GlobalUsings { get; }

    public ImmutableArray<string> Notes => [];

    public string Property(string name) => _project.GetPropertyValue(name);

    public IEnumerable<string> Names(string kind) => _project.GetItems(kind).Select(static item => item.EvaluatedInclude);

    public IEnumerable<string> Files(string kind) => _project.GetItems(kind).Select(FullPath).Where(File.Exists);

    private ImmutableArray<string> ReadSources()
    {
        var folder = _project.DirectoryPath;
        var own = ProjectSources.Below(folder, ProjectSources.IsCSharp).ToHashSet();
        return
        [
            .. _project.GetItems("Compile")
                .Select(item => (Path: FullPath(item), item.IsImported))
                // The SDK's pattern for all files takes what lies nearer to another project, too; people who nest projects exclude it by hand.
                .Where(file => own.Contains(file.Path) || (!(file.IsImported && IsBelow(file.Path, folder)) && File.Exists(file.Path)))
                .Select(static file => file.Path)
                .Where(ProjectSources.IsCSharp)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private string FullPath(Microsoft.Build.Evaluation.ProjectItem item) => ProjectPaths.Combine(_project.DirectoryPath, item.EvaluatedInclude);

    private static bool IsBelow(string file, string folder) => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

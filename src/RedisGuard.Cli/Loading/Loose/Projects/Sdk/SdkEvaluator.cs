using System.Collections.Immutable;
using System.Xml;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Evaluation.Context;
using Microsoft.Build.Exceptions;

namespace RedisGuard.Cli.Loading.Loose.Projects.Sdk;

/// <summary>
/// Evaluates project files with the SDK's MSBuild: no target runs, nothing is fetched, and an import that isn't there is passed over.
/// </summary>
/// <remarks>Its types are MSBuild's: made only where <see cref="SdkMSBuild.Folder"/> is there.</remarks>
internal sealed class SdkEvaluator : IDisposable
{
    private readonly ProjectCollection _projects = new();
    private readonly EvaluationContext _files = EvaluationContext.Create(EvaluationContext.SharingPolicy.Shared);

    /// <returns>Null for a project that MSBuild can't evaluate, or that would have its SDK fetched from a feed.</returns>
    public IEvaluatedProject? TryEvaluate(string project, ImmutableDictionary<string, string> properties)
    {
        try
        {
            var sdks = ProjectSdks.Of(project);
            if (!sdks.Concat(Shared(project).SelectMany(ProjectSdks.Of)).All(SdkMSBuild.Has))
            {
                return null;
            }

            var options = new Microsoft.Build.Definition.ProjectOptions
            {
                ProjectCollection = _projects,
                GlobalProperties = properties.ToDictionary(),
                EvaluationContext = _files,
                LoadSettings = ProjectLoadSettings.IgnoreMissingImports | ProjectLoadSettings.IgnoreInvalidImports | ProjectLoadSettings.IgnoreEmptyImports,
            };
            return new SdkEvaluation(Project.FromFile(project, options), sdks is [var first, ..] ? first : null);
        }
        catch (Exception e) when (e is InvalidProjectFileException or XmlException or IOException or UnauthorizedAccessException or InvalidOperationException or TypeLoadException or MissingMemberException)
        {
            return null;
        }
    }

    public void Dispose() => _projects.Dispose();

    private static IEnumerable<string> Shared(string project) =>
        ((string[])["Directory.Build.props", "Directory.Build.targets"])
        .Select(name => ProjectPaths.FindAbove(Path.GetDirectoryName(project)!, name))
        .OfType<string>();
}

using Microsoft.CodeAnalysis.MSBuild;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Loading.MSBuild;

/// <summary>Words MSBuild's progress; unlike <see cref="Progress{T}"/> it doesn't go through a synchronisation context.</summary>
internal sealed class StepReport(IScanProgress progress) : IProgress<ProjectLoadProgress>
{
    public void Report(ProjectLoadProgress value) =>
        progress.Report($"Opening {Path.GetFileNameWithoutExtension(value.FilePath)} ({value.Operation})");
}

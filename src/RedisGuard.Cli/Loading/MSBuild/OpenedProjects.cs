using System.Collections.Immutable;

namespace RedisGuard.Cli.Loading.MSBuild;

/// <summary>Projects that MSBuild opened, and the workspace that it lives in.</summary>
/// <param name="Projects">One a project and target framework.</param>
/// <param name="Paths">The project files that need no further reading.</param>
internal sealed record OpenedProjects(ImmutableArray<LoadedProject> Projects, ImmutableHashSet<string> Paths, IDisposable? Workspace) : IDisposable
{
    public static OpenedProjects None { get; } = new([], [], null);

    public void Dispose() => Workspace?.Dispose();
}

using System.Collections.Immutable;

namespace RedisGuard.Cli.Loading;

/// <summary>Sources that were loaded for one scan, and what keeps them alive.</summary>
/// <param name="Root">The absolute folder that paths are relative to.</param>
/// <param name="Notes">What was chosen and what could not be loaded, a line each.</param>
internal sealed record LoadedTree(string Root, ImmutableArray<LoadedProject> Projects, ImmutableArray<string> Notes, IDisposable? Owner = null) : IDisposable
{
    public void Dispose() => Owner?.Dispose();
}

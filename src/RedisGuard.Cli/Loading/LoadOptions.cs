using System.Collections.Immutable;

namespace RedisGuard.Cli.Loading;

/// <summary>Says how a tree may be loaded.</summary>
/// <param name="Loose">Never start MSBuild.</param>
/// <param name="Restore">Restore what was never restored.</param>
/// <param name="RestoreTimeout">How long all restoring may take.</param>
internal sealed record LoadOptions(bool Loose, bool Restore, TimeSpan RestoreTimeout)
{
    /// <summary>Build properties that no project file may change.</summary>
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;
}

namespace RedisGuard.Cli.Loading;

/// <summary>How a tree may be loaded.</summary>
/// <param name="Loose">Never start MSBuild.</param>
/// <param name="Restore">Restore what was never restored.</param>
/// <param name="RestoreTimeout">How long one restore may take.</param>
internal sealed record LoadOptions(bool Loose, bool Restore, TimeSpan RestoreTimeout);

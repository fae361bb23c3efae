namespace RedisGuard.Cli.Loading;

/// <summary>Ways in which the sources of a project are brought together.</summary>
internal enum LoadMode
{
    /// <summary>Opened through MSBuild, with the references of the real build.</summary>
    MSBuild,

    /// <summary>Read as loose sources: the project file imitated, references of packages missing.</summary>
    Loose,
}

namespace RedisGuard.Cli.Commands;

/// <summary>The forms in which a scan writes to the standard output.</summary>
internal enum ScanFormat
{
    Text,
    Json,

    /// <summary>Workflow commands of GitHub Actions.</summary>
    GitHub,

    /// <summary>Logging commands of Azure Pipelines.</summary>
    Azdo,

    /// <summary>GitLab's Code Quality report.</summary>
    GitLab,

    /// <summary>One page that needs nothing else.</summary>
    Html,
}

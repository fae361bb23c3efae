namespace RedisGuard.Cli.Commands;

/// <summary>What goes to the standard output.</summary>
internal enum OutputFormat
{
    Text,
    Json,

    /// <summary>GitLab's Code Quality report.</summary>
    GitLab,

    /// <summary>Logging commands of Azure Pipelines.</summary>
    Azdo,

    /// <summary>Workflow commands of GitHub Actions.</summary>
    GitHub,

    /// <summary>One page that needs nothing else.</summary>
    Html,
}

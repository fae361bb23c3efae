namespace RedisGuard.Cli.Commands;

/// <summary>What goes to the standard output.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}

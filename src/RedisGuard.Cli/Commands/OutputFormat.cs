namespace RedisGuard.Cli.Commands;

/// <summary>Forms of the standard output.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}

namespace RedisGuard.Cli.LeakTest;

/// <summary>The answers of the test; «inconclusive» is one.</summary>
internal enum LeakOutcome
{
    Clean,
    Leak,
    Inconclusive,
}

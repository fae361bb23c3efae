namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>The pages of the screen.</summary>
internal enum ScreenPage
{
    Holders,
    Details,
    Help,
}

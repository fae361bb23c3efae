namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>What a line of the screen is; the painter gives each its colour.</summary>
internal enum ScreenStyle
{
    Plain,
    Heading,
    Selected,
    Alarm,
    Warning,
    Dim,
}

namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>Kind of a line of the screen; the painter gives each its colour.</summary>
internal enum ScreenStyle
{
    Plain,
    Heading,
    Selected,
    Alarm,
    Warning,
    Dim,
}

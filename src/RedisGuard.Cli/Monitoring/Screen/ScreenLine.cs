namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>A line of the screen.</summary>
internal readonly record struct ScreenLine(string Text, ScreenStyle Style);

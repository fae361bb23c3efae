namespace RedisGuard.Cli.LeakTest;

/// <summary>A cycle of the attributed method.</summary>
/// <param name="Born">Opened in it and open after it.</param>
/// <param name="Living">Those of them that are open at the end of the test.</param>
/// <param name="Replaced">Older connections that ended in it.</param>
internal readonly record struct CycleTally(int Born, int Living, int Replaced)
{
    /// <summary>More than there were before, for good.</summary>
    public int Left => Living - Replaced;
}

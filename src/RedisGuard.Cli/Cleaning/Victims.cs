namespace RedisGuard.Cli.Cleaning;

/// <summary>Says how many of the selected connections of a holder a plan takes.</summary>
internal enum Victims
{
    All,

    /// <summary>The oldest of each holder: a first step that shows whether they come back.</summary>
    Oldest,
}

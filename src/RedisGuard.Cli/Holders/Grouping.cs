namespace RedisGuard.Cli.Holders;

/// <summary>Features that make clients one holder.</summary>
internal enum Grouping
{
    /// <summary>The best that is told: application and site or pool, else name or library with address, user and process.</summary>
    Holder,
    Name,
    Site,
    App,
    Addr,
    User,
    Lib,
    Db,
    Pid,
}

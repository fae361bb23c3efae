namespace RedisGuard.Cli.Holders;

/// <summary>How many of a holder's connections have one value: an address, a user, a command.</summary>
internal readonly record struct HolderShare(string Value, int Count);

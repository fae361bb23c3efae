namespace RedisGuard.Cli.Holders;

/// <summary>Share of a holder's connections that have one value: an address, a user, a command.</summary>
internal readonly record struct HolderShare(string Value, int Count);

namespace RedisGuard.Pool;

/// <summary>A lease at one moment.</summary>
/// <param name="Site">The line that rented it.</param>
/// <param name="HeldFor">For how long.</param>
/// <param name="ClientName">The name of its connection on the server's client list.</param>
/// <param name="Outstanding">Commands on it without a reply yet.</param>
public sealed record RedisLeaseSnapshot(RedisCallSite Site, TimeSpan HeldFor, string ClientName, long Outstanding);

namespace RedisGuard.Analyzers.Connections;

/// <summary>The owner of a connection that other code closes.</summary>
/// <param name="Words">The words of a message: «comes from the parameter 'redis'».</param>
/// <param name="IsCopy">Whether an object closes its copy of what another type keeps: right for one that lives as long as the process.</param>
internal readonly record struct BorrowedOrigin(string Words, bool IsCopy = false);

namespace RedisGuard.Analyzers.Locks;

/// <summary>A point on a path that leads on from a lock that was taken.</summary>
/// <param name="Block">The block of the graph.</param>
/// <param name="Operation">The operation in the block.</param>
/// <param name="IsCertain">Whether a condition has said that the lock is held.</param>
/// <param name="IsAfterException">Whether the path begins with an exception that was caught.</param>
/// <param name="IsInDoubt">Whether the lock was released on a condition that isn't known.</param>
internal readonly record struct LockPath(int Block, int Operation, bool IsCertain, bool IsAfterException, bool IsInDoubt);

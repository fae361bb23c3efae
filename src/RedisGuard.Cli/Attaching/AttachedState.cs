using RedisGuard.Cli.Attaching.Processes;
using RedisGuard.Pool.Attaching.Reports;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Attaching;

/// <summary>The state that a running process told of its connections.</summary>
/// <param name="Process">The process.</param>
/// <param name="Pools">Its pools; null when RedisGuard.Pool isn't in it.</param>
/// <param name="Watch">What the watch in it saw; null when none is.</param>
internal sealed record AttachedState(RunningProcess Process, IReadOnlyList<PoolReport>? Pools, WatchReport? Watch)
{
    /// <summary>Tells whether the library wasn't loaded yet: the watch waits for it.</summary>
    public bool IsWaiting => Watch is { LibraryVersion.Length: 0 } && Pools is not { Count: > 0 };
}

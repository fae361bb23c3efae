using System.Diagnostics;

namespace RedisGuard.Pool.Leaks;

/// <summary>Leak as a finalizer hands it over.</summary>
/// <param name="Kind">What was collected.</param>
/// <param name="Site">The line that acquired it.</param>
/// <param name="Stack">How it came to be acquired, if a stack was taken.</param>
/// <param name="Reclaim">Takes back what it held; tells whether there was anything.</param>
internal sealed record LeakRecord(RedisLeakKind Kind, RedisCallSite Site, StackTrace? Stack, Func<bool> Reclaim);

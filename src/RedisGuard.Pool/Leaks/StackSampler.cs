using System.Collections.Concurrent;

namespace RedisGuard.Pool.Leaks;

/// <summary>Decides of which acquisitions a stack trace is taken: it costs tens of microseconds, a call site costs nothing.</summary>
internal sealed class StackSampler(RedisLeakDetection detection)
{
    // As Netty's detector samples: rare enough to be free on average, often enough that a leaking site is soon met.
    private const long OneIn = 128;

    // A site that leaked will leak again; one of its next few acquisitions will be among them.
    private const int AtWatchedSite = 32;

    private readonly ConcurrentDictionary<RedisCallSite, int> _watched = new();
    private volatile bool _anyWatched;

    public void Watch(in RedisCallSite site)
    {
        _watched[site] = AtWatchedSite;
        _anyWatched = true;
    }

    public bool IsDue(long acquisition, in RedisCallSite site) => detection switch
    {
        RedisLeakDetection.Paranoid => true,
        RedisLeakDetection.Off => false,
        _ => acquisition % OneIn == 0 || (_anyWatched && IsWatched(site)),
    };

    private bool IsWatched(in RedisCallSite site)
    {
        while (_watched.TryGetValue(site, out var left))
        {
            if (left == 0)
            {
                return false;
            }

            if (_watched.TryUpdate(site, left - 1, left))
            {
                return true;
            }
        }

        return false;
    }
}

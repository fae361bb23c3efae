namespace RedisGuard.Pool.Leaks;

/// <summary>Counts leaks by the line that acquired what leaked.</summary>
internal sealed class LeakSites
{
    private const int Escalation = 10;

    private readonly object _gate = new();
    private readonly Dictionary<(RedisLeakKind Kind, RedisCallSite Site), (RedisLeak Leak, long NextNews)> _found = [];

    public IReadOnlyList<RedisLeak> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _found.Values.Select(static found => found.Leak).OrderByDescending(static leak => leak.Count)];
            }
        }
    }

    /// <summary>Adds leaks; news is the first of a line, and whenever ten times as many have gathered.</summary>
    public (RedisLeak Leak, bool IsNews) Add(RedisLeakKind kind, RedisCallSite site, long count, string? stack)
    {
        lock (_gate)
        {
            var (known, nextNews) = _found.GetValueOrDefault((kind, site), (new RedisLeak { Kind = kind, Site = site, Count = 0 }, 1));
            var leak = known with { Count = known.Count + count, StackTrace = stack ?? known.StackTrace };
            var isNews = leak.Count >= nextNews;
            while (leak.Count >= nextNews)
            {
                nextNews *= Escalation;
            }

            _found[(kind, site)] = (leak, nextNews);
            return (leak, isNews);
        }
    }
}

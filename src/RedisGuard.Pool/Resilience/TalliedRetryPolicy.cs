using StackExchange.Redis;

namespace RedisGuard.Pool.Resilience;

/// <summary>Counts what a policy grants, for the library tells nobody else; and grants one attempt sooner when it is asked to.</summary>
internal sealed class TalliedRetryPolicy(IReconnectRetryPolicy policy, ReconnectTally tally) : IReconnectRetryPolicy
{
    private int _isHurried;

    /// <summary>The next attempt needn't wait: there is reason to believe that the server is back.</summary>
    public void Hurry() => Volatile.Write(ref _isHurried, 1);

    public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry)
    {
        if (Interlocked.Exchange(ref _isHurried, 0) == 0
            && !policy.ShouldRetry(currentRetryCount, timeElapsedMillisecondsSinceLastRetry))
        {
            return false;
        }

        tally.Add();
        return true;
    }
}

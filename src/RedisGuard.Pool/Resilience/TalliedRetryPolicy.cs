using StackExchange.Redis;

namespace RedisGuard.Pool.Resilience;

/// <summary>Counts what a policy grants, for the library tells nobody else.</summary>
internal sealed class TalliedRetryPolicy(IReconnectRetryPolicy policy, ReconnectTally tally) : IReconnectRetryPolicy
{
    public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry)
    {
        if (!policy.ShouldRetry(currentRetryCount, timeElapsedMillisecondsSinceLastRetry))
        {
            return false;
        }

        tally.Add();
        return true;
    }
}

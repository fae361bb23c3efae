using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Health;

/// <summary>Says when the health of a pool changes, and once in a while that it is still bad. Nothing else is ever logged of it.</summary>
internal sealed class HealthTeller(
    HealthJudge judge, string pool, string endPoints, ILogger logger, TimeProvider time, Action<RedisHealthChangedEventArgs> changed)
{
    // Often enough that whoever looks at a log finds it, and six lines an hour at most.
    public static readonly TimeSpan ReminderInterval = TimeSpan.FromMinutes(10);

    private long _toldAt;

    /// <summary>To be called after each look.</summary>
    public void Tell(RedisHealthChangedEventArgs? change)
    {
        if (change is not null)
        {
            TellChange(change);
        }
        else if (judge.Now is { State: RedisHealthState.Unhealthy } now && time.GetElapsedTime(_toldAt) >= ReminderInterval)
        {
            _toldAt = time.GetTimestamp();
            PoolLog.StillUnhealthy(logger, pool, endPoints, now.Age.TotalMinutes, now.Failures, now.LastFailure);
        }
    }

    private void TellChange(RedisHealthChangedEventArgs change)
    {
        _toldAt = time.GetTimestamp();
        if (change.Health.State == RedisHealthState.Unhealthy)
        {
            PoolLog.Unhealthy(logger, pool, endPoints, change.Failures, change.Health.LastFailure);
        }
        else if (change.Previous == RedisHealthState.Unhealthy)
        {
            PoolLog.HealthyAgain(logger, pool, endPoints, change.PreviousDuration.TotalSeconds, change.Failures);
        }

        changed(change);
    }
}

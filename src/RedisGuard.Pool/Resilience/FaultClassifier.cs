using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Resilience;

/// <summary>
/// Asks <see cref="RedisCircuitBreakerOptions.Classify"/>, which is the user's, behind the fence: when it throws, the exception of the
/// call must still be the one that the caller gets, and the fault must still count.
/// </summary>
/// <param name="classify">The user's delegate.</param>
/// <param name="failed">Told the first time that it throws.</param>
internal sealed class FaultClassifier(Func<Exception, RedisCircuitResult> classify, Action<Exception> failed)
{
    private int _isTold;

    /// <summary>Asks what the exception says about the server; the pool itself judges where the delegate throws.</summary>
    public RedisCircuitResult Of(Exception fault)
    {
        var result = RedisCircuitResult.Neutral;
        if (Fence.Run(call => result = classify(call), fault) is not { } failure)
        {
            return result;
        }

        if (Interlocked.Exchange(ref _isTold, 1) == 0)
        {
            failed(failure);
        }

        return RedisFaults.Classify(fault);
    }
}

using RedisGuard.Pool.Configuration;

namespace RedisGuard.Pool.Resilience;

/// <summary>Says of each option of a circuit breaker what is wrong with it.</summary>
internal static class RedisCircuitBreakerOptionsValidator
{
    /// <param name="options">What to look at.</param>
    /// <param name="prefix">What leads to them from where they were set.</param>
    public static IEnumerable<RedisPoolConfigurationException> Failures(RedisCircuitBreakerOptions options, string prefix = "")
    {
        RedisPoolConfigurationException?[] found =
        [
            options.FailureRatio is > 0 and <= 1
                ? null
                : RedisPoolConfigurationException.For(prefix + nameof(options.FailureRatio), options.FailureRatio, "a number above 0 and at most 1"),
            OptionChecks.Range(prefix + nameof(options.MinimumThroughput), options.MinimumThroughput, 1, int.MaxValue),
            OptionChecks.Duration(prefix + nameof(options.SamplingDuration), options.SamplingDuration),
            OptionChecks.Range(prefix + nameof(options.ConsecutiveConnectionFaults), options.ConsecutiveConnectionFaults, 1, int.MaxValue),
            OptionChecks.Duration(prefix + nameof(options.BreakDuration), options.BreakDuration),
            OptionChecks.Duration(prefix + nameof(options.MaxBreakDuration), options.MaxBreakDuration),
            options.MaxBreakDuration >= options.BreakDuration
                ? null
                : RedisPoolConfigurationException.For(
                    prefix + nameof(options.MaxBreakDuration), options.MaxBreakDuration, FormattableString.Invariant($"at least {nameof(options.BreakDuration)}, which is {options.BreakDuration}")),
            OptionChecks.Range(prefix + nameof(options.ProbesToClose), options.ProbesToClose, 1, int.MaxValue),
            OptionChecks.Duration(prefix + nameof(options.ProbeTimeout), options.ProbeTimeout),
            OptionChecks.Duration(prefix + nameof(options.ProbeInterval), options.ProbeInterval, mayBeZero: true),
            OptionChecks.Duration(prefix + nameof(options.RampDuration), options.RampDuration, mayBeZero: true),
            options.Classify is null ? RedisPoolConfigurationException.For(prefix + nameof(options.Classify), null, "a function") : null,
        ];
        return found.OfType<RedisPoolConfigurationException>();
    }
}

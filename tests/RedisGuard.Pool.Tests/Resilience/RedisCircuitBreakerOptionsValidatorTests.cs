using RedisGuard.Pool.Resilience;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class RedisCircuitBreakerOptionsValidatorTests
{
    public static TheoryData<string, Action<RedisCircuitBreakerOptions>, string> Malformed => new()
    {
        { nameof(RedisCircuitBreakerOptions.FailureRatio), static options => options.FailureRatio = 0, "'0': expected a number above 0 and at most 1" },
        { nameof(RedisCircuitBreakerOptions.FailureRatio), static options => options.FailureRatio = 2, "'2': expected a number above 0 and at most 1" },
        { nameof(RedisCircuitBreakerOptions.MinimumThroughput), static options => options.MinimumThroughput = 0, "'0': expected a whole number from 1 to 2147483647" },
        { nameof(RedisCircuitBreakerOptions.SamplingDuration), static options => options.SamplingDuration = TimeSpan.Zero, "'00:00:00': expected a duration above 0" },
        { nameof(RedisCircuitBreakerOptions.ConsecutiveConnectionFaults), static options => options.ConsecutiveConnectionFaults = 0, "'0': expected a whole number from 1 to 2147483647" },
        { nameof(RedisCircuitBreakerOptions.MaxBreakDuration), static options => options.MaxBreakDuration = TimeSpan.FromSeconds(1), "'00:00:01': expected at least BreakDuration, which is 00:00:05" },
        { nameof(RedisCircuitBreakerOptions.ProbesToClose), static options => options.ProbesToClose = 0, "'0': expected a whole number from 1 to 2147483647" },
        { nameof(RedisCircuitBreakerOptions.ProbeTimeout), static options => options.ProbeTimeout = TimeSpan.Zero, "'00:00:00': expected a duration above 0" },
        { nameof(RedisCircuitBreakerOptions.ProbeInterval), static options => options.ProbeInterval = TimeSpan.FromSeconds(-1), "'-00:00:01': expected a duration of 0 or more" },
        { nameof(RedisCircuitBreakerOptions.RampDuration), static options => options.RampDuration = TimeSpan.FromSeconds(-1), "'-00:00:01': expected a duration of 0 or more" },
        { nameof(RedisCircuitBreakerOptions.Classify), static options => options.Classify = null!, "'': expected a function" },
        { nameof(RedisCircuitBreakerOptions.BreakDuration), static options => options.BreakDuration = TimeSpan.Zero, "'00:00:00': expected a duration above 0" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_IsNamed(string setting, Action<RedisCircuitBreakerOptions> configure, string expected)
    {
        var options = new RedisCircuitBreakerOptions();
        configure(options);

        var failure = Assert.Single(RedisCircuitBreakerOptionsValidator.Failures(options, "Breaker."));

        Assert.Equal(($"Breaker.{setting}", $"Breaker.{setting} is {expected}."), (failure.Setting, failure.Message));
    }

    public static TheoryData<Action<RedisCircuitBreakerOptions>> Valid => new()
    {
        static options => { },
        static options => options.FailureRatio = 1,
        static options => options.FailureRatio = double.Epsilon,
        static options => options.MinimumThroughput = 1,
        static options => options.MaxBreakDuration = options.BreakDuration,
        static options => options.ProbeInterval = TimeSpan.Zero,
        static options => options.RampDuration = TimeSpan.Zero,
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void DefaultsAndEdges_AreValid(Action<RedisCircuitBreakerOptions> configure)
    {
        var options = new RedisCircuitBreakerOptions();
        configure(options);

        Assert.Empty(RedisCircuitBreakerOptionsValidator.Failures(options));
    }
}

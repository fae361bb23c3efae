using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Configuration;

public sealed class RedisPoolOptionsValidatorTests
{
    public static TheoryData<string, Action<RedisPoolOptions>, string> Malformed => new()
    {
        { nameof(RedisPoolOptions.MaxConnections), static options => options.MaxConnections = 0, "'0': expected a whole number from 1 to 10000" },
        { nameof(RedisPoolOptions.SharedConnections), static options => options.SharedConnections = 0, "'0': expected a whole number from 1 to 10000" },
        { nameof(RedisPoolOptions.SharedConnections), static options => options.SharedConnections = 51, "'51': expected at most MaxConnections, which is 50" },
        { nameof(RedisPoolOptions.MaxWaiters), static options => options.MaxWaiters = -1, "'-1': expected a whole number from 0 to 2147483647" },
        { nameof(RedisPoolOptions.MaxReconnectAttempts), static options => options.MaxReconnectAttempts = -1, "'-1': expected a whole number from 0 to 2147483647" },
        { nameof(RedisPoolOptions.AcquireTimeout), static options => options.AcquireTimeout = TimeSpan.Zero, "'00:00:00': expected a duration above 0, or Timeout.InfiniteTimeSpan" },
        { nameof(RedisPoolOptions.SocketTimeout), static options => options.SocketTimeout = Timeout.InfiniteTimeSpan, "'-00:00:00.0010000': expected a duration above 0" },
        { nameof(RedisPoolOptions.HealthCheckInterval), static options => options.HealthCheckInterval = TimeSpan.Zero, "'00:00:00': expected a duration above 0" },
        { nameof(RedisPoolOptions.HealthCheckInterval), static options => options.HealthCheckInterval = TimeSpan.FromTicks(1), "'00:00:00.0000001': expected at least 00:00:01" },
        { nameof(RedisPoolOptions.AcquireTimeout), static options => options.AcquireTimeout = TimeSpan.FromDays(2), "'2.00:00:00': expected less than a day. A number without a unit means days: write \"2s\" or 00:00:02" },
        { nameof(RedisPoolOptions.IdleTimeout), static options => options.IdleTimeout = TimeSpan.FromSeconds(-2), "'-00:00:02': expected a duration above 0, or Timeout.InfiniteTimeSpan" },
        { nameof(RedisPoolOptions.MaxLifetime), static options => options.MaxLifetime = TimeSpan.Zero, "'00:00:00': expected a duration above 0, or Timeout.InfiniteTimeSpan" },
        { nameof(RedisPoolOptions.BackoffBase), static options => options.BackoffBase = 1, "'1': expected a number above 1 and at most 100" },
        { nameof(RedisPoolOptions.BackoffMax), static options => options.BackoffMax = TimeSpan.MaxValue, "'10675199.02:48:05.4775807': expected a duration above 0" },
        { nameof(RedisPoolOptions.LongHeldThreshold), static options => options.LongHeldThreshold = TimeSpan.Zero, "'00:00:00': expected a duration above 0, or Timeout.InfiniteTimeSpan" },
        { nameof(RedisPoolOptions.DrainTimeout), static options => options.DrainTimeout = TimeSpan.FromSeconds(-3), "'-00:00:03': expected a duration of 0 or more, or Timeout.InfiniteTimeSpan" },
        { "Breaker.FailureRatio", static options => options.Breaker.FailureRatio = 2, "'2': expected a number above 0 and at most 1" },
        { "Breaker", static options => options.Breaker = null!, "'': expected options" },
        { "Retry.MaxAttempts", static options => options.Retry.MaxAttempts = 0, "'0': expected a whole number from 1 to 2147483647" },
        { "Retry.Timeout", static options => options.Retry.Timeout = TimeSpan.Zero, "'00:00:00': expected a duration above 0" },
        { "Retry.Delay", static options => options.Retry.Delay = TimeSpan.FromSeconds(-1), "'-00:00:01': expected a duration of 0 or more" },
        { nameof(RedisPoolOptions.LeakDetection), static options => options.LeakDetection = (RedisLeakDetection)9, "'9': expected Off, Standard or Paranoid" },
        { nameof(RedisPoolOptions.Name), static options => options.Name = " ", "' ': expected a name that is not empty, or null for where the pool leads" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_IsNamed(string setting, Action<RedisPoolOptions> configure, string expected)
    {
        var exception = Assert.Throws<RedisPoolConfigurationException>(() => new RedisPool(Pools.Options(configure)));

        Assert.Equal(setting, exception.Setting);
        Assert.Equal($"{setting} is {expected}.", exception.Message);
    }

    [Fact]
    public void Defaults_AreValid() => Assert.Empty(RedisPoolOptionsValidator.Failures(Pools.Options()));
}

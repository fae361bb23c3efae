using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Configuration;

public sealed class RedisPoolOptionsValidatorTests
{
    public static TheoryData<string, Action<RedisPoolOptions>> Malformed => new()
    {
        { nameof(RedisPoolOptions.MaxConnections), static options => options.MaxConnections = 0 },
        { nameof(RedisPoolOptions.SharedConnections), static options => options.SharedConnections = 0 },
        { nameof(RedisPoolOptions.SharedConnections), static options => options.SharedConnections = 51 },
        { nameof(RedisPoolOptions.MaxWaiters), static options => options.MaxWaiters = -1 },
        { nameof(RedisPoolOptions.MaxReconnectAttempts), static options => options.MaxReconnectAttempts = -1 },
        { nameof(RedisPoolOptions.AcquireTimeout), static options => options.AcquireTimeout = TimeSpan.Zero },
        { nameof(RedisPoolOptions.SocketTimeout), static options => options.SocketTimeout = Timeout.InfiniteTimeSpan },
        { nameof(RedisPoolOptions.HealthCheckInterval), static options => options.HealthCheckInterval = TimeSpan.Zero },
        { nameof(RedisPoolOptions.IdleTimeout), static options => options.IdleTimeout = TimeSpan.FromSeconds(-2) },
        { nameof(RedisPoolOptions.MaxLifetime), static options => options.MaxLifetime = TimeSpan.Zero },
        { nameof(RedisPoolOptions.BackoffBase), static options => options.BackoffBase = 1 },
        { nameof(RedisPoolOptions.BackoffMax), static options => options.BackoffMax = TimeSpan.MaxValue },
        { nameof(RedisPoolOptions.LongHeldThreshold), static options => options.LongHeldThreshold = TimeSpan.Zero },
        { nameof(RedisPoolOptions.DrainTimeout), static options => options.DrainTimeout = TimeSpan.FromSeconds(-3) },
        { "Breaker.FailureRatio", static options => options.Breaker.FailureRatio = 2 },
        { "Breaker", static options => options.Breaker = null! },
        { "Retry.MaxAttempts", static options => options.Retry.MaxAttempts = 0 },
        { "Retry.Timeout", static options => options.Retry.Timeout = TimeSpan.Zero },
        { nameof(RedisPoolOptions.LeakDetection), static options => options.LeakDetection = (LeakDetection)9 },
        { nameof(RedisPoolOptions.Name), static options => options.Name = " " },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_IsNamed(string setting, Action<RedisPoolOptions> configure)
    {
        var exception = Assert.Throws<RedisPoolConfigurationException>(() => new RedisPool(Pools.Options(configure)));

        Assert.Equal(setting, exception.Setting);
        Assert.Matches($"^{setting} is '[^']*': expected .+\\.$", exception.Message);
    }

    [Fact]
    public void Defaults_AreValid() => Assert.Empty(RedisPoolOptionsValidator.Failures(Pools.Options()));
}

using RedisGuard.Pool.Resilience;

namespace RedisGuard.Pool.Configuration;

/// <summary>Says of each option what is wrong with it.</summary>
internal static class RedisPoolOptionsValidator
{
    /// <summary>More than a server accepts by default (its <c>maxclients</c> is 10 000).</summary>
    private const int MostConnections = 10_000;

    /// <summary>A tenth of it is the time between two looks; more often, looking would be work.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    /// <exception cref="RedisPoolConfigurationException">An option is out of range, or options contradict each other.</exception>
    public static void Validate(RedisPoolOptions options) => OptionChecks.ThrowFirst(Failures(options));

    public static IEnumerable<RedisPoolConfigurationException> Failures(RedisPoolOptions options)
    {
        RedisPoolConfigurationException?[] found =
        [
            OptionChecks.Range(nameof(options.MaxConnections), options.MaxConnections, 1, MostConnections),
            OptionChecks.Range(nameof(options.SharedConnections), options.SharedConnections, 1, MostConnections),
            options.FleetBudget is { } processes ? OptionChecks.Range(nameof(options.FleetBudget), processes, 1, int.MaxValue) : null,
            OptionChecks.Range(nameof(options.MaxWaiters), options.MaxWaiters, 0, int.MaxValue),
            OptionChecks.Range(nameof(options.ReconnectsPerSecond), options.ReconnectsPerSecond, 1, int.MaxValue),
            OptionChecks.Range(nameof(options.MaxReconnectAttempts), options.MaxReconnectAttempts, 0, int.MaxValue),
            OptionChecks.Wait(nameof(options.AcquireTimeout), options.AcquireTimeout, mayBeEndless: true),
            OptionChecks.Wait(nameof(options.SocketTimeout), options.SocketTimeout),
            OptionChecks.Wait(nameof(options.HealthCheckInterval), options.HealthCheckInterval)
                ?? OptionChecks.Duration(nameof(options.HealthCheckInterval), options.HealthCheckInterval, least: ShortestInterval),
            OptionChecks.Duration(nameof(options.IdleTimeout), options.IdleTimeout, mayBeEndless: true),
            OptionChecks.Duration(nameof(options.MaxLifetime), options.MaxLifetime, mayBeEndless: true),
            OptionChecks.Wait(nameof(options.BackoffMax), options.BackoffMax),
            OptionChecks.Wait(nameof(options.LongHeldThreshold), options.LongHeldThreshold, mayBeEndless: true),
            OptionChecks.Wait(nameof(options.DrainTimeout), options.DrainTimeout, mayBeEndless: true, mayBeZero: true),
            options.BackoffBase is > 1 and <= 100
                ? null
                : RedisPoolConfigurationException.For(nameof(options.BackoffBase), options.BackoffBase, "a number above 1 and at most 100"),
            Enum.IsDefined(options.LeakDetection)
                ? null
                : RedisPoolConfigurationException.For(nameof(options.LeakDetection), options.LeakDetection, "Off, Standard or Paranoid"),
            options.Name is { } name && string.IsNullOrWhiteSpace(name)
                ? RedisPoolConfigurationException.For(nameof(options.Name), options.Name, "a name that is not empty, or null for where the pool leads")
                : null,
            options.SharedConnections > options.MaxConnections
                ? RedisPoolConfigurationException.For(
                    nameof(options.SharedConnections), options.SharedConnections, FormattableString.Invariant($"at most MaxConnections, which is {options.MaxConnections}"))
                : null,
        ];
        return options.SourceFailures
            .Concat(found.OfType<RedisPoolConfigurationException>())
            .Concat(Nested(nameof(options.Breaker), options.Breaker, RedisCircuitBreakerOptionsValidator.Failures))
            .Concat(Nested(nameof(options.Retry), options.Retry, Failures));
    }

    private static IEnumerable<RedisPoolConfigurationException> Nested<T>(
        string setting, T? options, Func<T, string, IEnumerable<RedisPoolConfigurationException>> failures)
        where T : class =>
        options is null ? [RedisPoolConfigurationException.For(setting, null, "options")] : failures(options, $"{setting}.");

    private static IEnumerable<RedisPoolConfigurationException> Failures(RedisRetryOptions options, string prefix)
    {
        RedisPoolConfigurationException?[] found =
        [
            OptionChecks.Range(prefix + nameof(options.MaxAttempts), options.MaxAttempts, 1, int.MaxValue),
            OptionChecks.Wait(prefix + nameof(options.Delay), options.Delay, mayBeZero: true),
            options.Timeout is { } timeout ? OptionChecks.Wait(prefix + nameof(options.Timeout), timeout) : null,
        ];
        return found.OfType<RedisPoolConfigurationException>();
    }
}

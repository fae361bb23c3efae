namespace RedisGuard.Pool.Configuration;

/// <summary>Says of each option what is wrong with it.</summary>
internal static class RedisPoolOptionsValidator
{
    /// <summary>What a timer of the framework can wait, rounded down: a value above it would fail much later.</summary>
    public const double MostSeconds = 4_000_000;

    /// <summary>More than a server accepts by default (its <c>maxclients</c> is 10 000).</summary>
    private const int MostConnections = 10_000;

    /// <exception cref="RedisPoolConfigurationException">An option is out of range, or options contradict each other.</exception>
    public static void Validate(RedisPoolOptions options)
    {
        if (Failures(options).FirstOrDefault() is { } failure)
        {
            throw failure;
        }
    }

    public static IEnumerable<RedisPoolConfigurationException> Failures(RedisPoolOptions options)
    {
        RedisPoolConfigurationException?[] found =
        [
            Range(nameof(options.MaxConnections), options.MaxConnections, 1, MostConnections),
            Range(nameof(options.SharedConnections), options.SharedConnections, 1, MostConnections),
            Range(nameof(options.MaxWaiters), options.MaxWaiters, 0, int.MaxValue),
            Range(nameof(options.MaxReconnectAttempts), options.MaxReconnectAttempts, 0, int.MaxValue),
            Duration(nameof(options.AcquireTimeout), options.AcquireTimeout, mayBeEndless: true),
            Duration(nameof(options.SocketTimeout), options.SocketTimeout),
            Duration(nameof(options.HealthCheckInterval), options.HealthCheckInterval),
            Duration(nameof(options.IdleTimeout), options.IdleTimeout, mayBeEndless: true),
            Duration(nameof(options.MaxLifetime), options.MaxLifetime, mayBeEndless: true),
            Duration(nameof(options.BackoffMax), options.BackoffMax),
            Duration(nameof(options.LongHeldThreshold), options.LongHeldThreshold, mayBeEndless: true),
            Duration(nameof(options.DrainTimeout), options.DrainTimeout, mayBeEndless: true, mayBeZero: true),
            options.BackoffBase is > 1 and <= 100
                ? null
                : RedisPoolConfigurationException.For(nameof(options.BackoffBase), options.BackoffBase, "a number above 1 and at most 100"),
            Enum.IsDefined(options.LeakDetection)
                ? null
                : RedisPoolConfigurationException.For(nameof(options.LeakDetection), options.LeakDetection, "Off, Standard or Paranoid"),
            string.IsNullOrWhiteSpace(options.Name)
                ? RedisPoolConfigurationException.For(nameof(options.Name), options.Name, "a name that is not empty")
                : null,
            options.SharedConnections > options.MaxConnections
                ? RedisPoolConfigurationException.For(
                    nameof(options.SharedConnections), options.SharedConnections, FormattableString.Invariant($"at most MaxConnections, which is {options.MaxConnections}"))
                : null,
        ];
        return found.OfType<RedisPoolConfigurationException>();
    }

    private static RedisPoolConfigurationException? Range(string setting, int value, int least, int most) =>
        value >= least && value <= most
            ? null
            : RedisPoolConfigurationException.For(setting, value, FormattableString.Invariant($"a whole number from {least} to {most}"));

    private static RedisPoolConfigurationException? Duration(string setting, TimeSpan value, bool mayBeEndless = false, bool mayBeZero = false)
    {
        if ((mayBeEndless && value == Timeout.InfiniteTimeSpan)
            || (value > TimeSpan.Zero && value.TotalSeconds <= MostSeconds)
            || (mayBeZero && value == TimeSpan.Zero))
        {
            return null;
        }

        var least = mayBeZero ? "a duration of 0 or more" : "a duration above 0";
        return RedisPoolConfigurationException.For(setting, value, mayBeEndless ? $"{least}, or Timeout.InfiniteTimeSpan" : least);
    }
}

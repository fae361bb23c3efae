using System.Globalization;

namespace RedisGuard.Pool.Configuration;

/// <summary>Reads the environment variables; each unset one leaves the default, each malformed one is an exception.</summary>
internal sealed class PoolEnvironment(Func<string, string?> read)
{
    public const string Connection = "REDIS_CONNECTION";
    public const string MaxConnections = "REDIS_MAX_CONNECTIONS";
    public const string SocketTimeout = "REDIS_SOCKET_TIMEOUT";
    public const string HealthCheckInterval = "REDIS_HEALTH_CHECK_INTERVAL";
    public const string LeakDetection = "REDISGUARD_LEAK_DETECTION";
    public const string LeakReport = "REDISGUARD_LEAK_REPORT";

    public static PoolEnvironment OfProcess { get; } = new(Environment.GetEnvironmentVariable);

    public string? Text(string name) => read(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public int Count(string name, int unset)
    {
        if (Text(name) is not { } text)
        {
            return unset;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw RedisPoolConfigurationException.For(name, text, "a whole number above 0, such as 50");
    }

    public TimeSpan Seconds(string name, TimeSpan unset)
    {
        if (Text(name) is not { } text)
        {
            return unset;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= OptionChecks.MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw RedisPoolConfigurationException.For(name, text, "a number of seconds above 0, such as 30 or 2.5");
    }

    public LeakDetection Detection(LeakDetection unset)
    {
        if (Text(LeakDetection) is not { } text)
        {
            return unset;
        }

        // A number would parse as well, and mean nothing to who reads it.
        return char.IsLetter(text[0]) && Enum.TryParse<LeakDetection>(text, ignoreCase: true, out var detection) && Enum.IsDefined(detection)
            ? detection
            : throw RedisPoolConfigurationException.For(LeakDetection, text, "Off, Standard or Paranoid");
    }
}

using System.Globalization;

namespace RedisGuard.Pool.Configuration;

/// <summary>Reads the environment variables. What is wrong with one is told when its value is needed.</summary>
internal sealed class PoolEnvironment
{
    public const string ConnectionVariable = "REDIS_CONNECTION";
    public const string MaxConnectionsVariable = "REDIS_MAX_CONNECTIONS";
    public const string SocketTimeoutVariable = "REDIS_SOCKET_TIMEOUT";
    public const string HealthCheckIntervalVariable = "REDIS_HEALTH_CHECK_INTERVAL";
    public const string LeakDetectionVariable = "REDISGUARD_LEAK_DETECTION";

    public const string LeakReportVariable = "REDISGUARD_LEAK_REPORT";

    public const string NameCallSitesVariable = "REDISGUARD_NAME_SITES";

    public const string WatchProcessVariable = "REDISGUARD_WATCH";

    private const int DefaultMaxConnections = 50;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly Func<string, string?> _read;

    public PoolEnvironment(Func<string, string?> read)
    {
        _read = read;
        Connection = Text(ConnectionVariable);
        MaxConnections = Count(MaxConnectionsVariable, DefaultMaxConnections);
        SocketTimeout = Seconds(SocketTimeoutVariable, DefaultTimeout);
        HealthCheckInterval = Seconds(HealthCheckIntervalVariable, DefaultTimeout);
        LeakDetection = Detection(LeakDetectionVariable, RedisGuard.Pool.RedisLeakDetection.Standard);
        LeakReportPath = Text(LeakReportVariable);
        NameCallSites = Switch(NameCallSitesVariable);
        WatchProcess = Switch(WatchProcessVariable);
    }

    /// <summary>Those of the process, as they are now.</summary>
    public static PoolEnvironment OfProcess => new(Environment.GetEnvironmentVariable);

    /// <summary>A text that whoever needs it reads: others use the variable too, for what is no configuration.</summary>
    public string? Connection { get; }

    public EnvironmentValue<int> MaxConnections { get; }

    public EnvironmentValue<TimeSpan> SocketTimeout { get; }

    public EnvironmentValue<TimeSpan> HealthCheckInterval { get; }

    public EnvironmentValue<RedisLeakDetection> LeakDetection { get; }

    /// <summary>Any text is a path.</summary>
    public string? LeakReportPath { get; }

    public EnvironmentValue<bool> NameCallSites { get; }

    public EnvironmentValue<bool> WatchProcess { get; }

    private string? Text(string name) => _read(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private EnvironmentValue<int> Count(string name, int unset)
    {
        if (Text(name) is not { } text)
        {
            return new(unset);
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? new(count)
            : new(unset, RedisPoolConfigurationException.For(name, text, "a whole number above 0, such as 50"));
    }

    // In seconds, as these variables have always been; with a unit, whatever it says.
    private EnvironmentValue<TimeSpan> Seconds(string name, TimeSpan unset)
    {
        if (Text(name) is not { } text)
        {
            return new(unset);
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            if (seconds is > 0 and <= OptionChecks.MostSeconds)
            {
                return new(TimeSpan.FromSeconds(seconds));
            }
        }
        else if (DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero)
        {
            return new(duration);
        }

        return new(unset, RedisPoolConfigurationException.For(name, text, "a number of seconds above 0, such as 30 or 2.5"));
    }

    private EnvironmentValue<RedisLeakDetection> Detection(string name, RedisLeakDetection unset)
    {
        if (Text(name) is not { } text)
        {
            return new(unset);
        }

        // A number would parse as well, and mean nothing to who reads it.
        return char.IsLetter(text[0]) && Enum.TryParse<RedisLeakDetection>(text, ignoreCase: true, out var detection) && Enum.IsDefined(detection)
            ? new(detection)
            : new(unset, RedisPoolConfigurationException.For(name, text, "Off, Standard or Paranoid"));
    }

    private EnvironmentValue<bool> Switch(string name) => Text(name)?.ToUpperInvariant() switch
    {
        null or "0" or "FALSE" => new(false),
        "1" or "TRUE" => new(true),
        _ => new(false, RedisPoolConfigurationException.For(name, Text(name)!, "1 or 0, true or false")),
    };
}

using System.Globalization;
using Microsoft.Extensions.Configuration;
using RedisGuard.Pool.Configuration;

namespace RedisGuard.Pool.DependencyInjection;

/// <summary>
/// Reads options from a section of a configuration. Each value that is malformed is told by its key, all of them at once, and
/// durations have units; the framework's binder stops at the first, and takes «2» for two days.
/// </summary>
internal sealed class SectionReader(IConfiguration section, RedisPoolOptions options)
{
    public void Read()
    {
        Text(nameof(options.Configuration), value => options.Configure(value, Key(section, nameof(options.Configuration))));
        Text(nameof(options.Name), value => options.Name = value);
        Text(nameof(options.ApplicationName), value => options.ApplicationName = value);
        Whole(nameof(options.MaxConnections), value => options.MaxConnections = value);
        Whole(nameof(options.FleetBudget), value => options.FleetBudget = value);
        Whole(nameof(options.SharedConnections), value => options.SharedConnections = value);
        Whole(nameof(options.MaxWaiters), value => options.MaxWaiters = value);
        Whole(nameof(options.MaxReconnectAttempts), value => options.MaxReconnectAttempts = value);
        Whole(nameof(options.ReconnectsPerSecond), value => options.ReconnectsPerSecond = value);
        Number(section, nameof(options.BackoffBase), value => options.BackoffBase = value);
        Duration(section, nameof(options.BackoffMax), value => options.BackoffMax = value);
        Duration(section, nameof(options.AcquireTimeout), value => options.AcquireTimeout = value);
        Duration(section, nameof(options.SocketTimeout), value => options.SocketTimeout = value);
        Duration(section, nameof(options.HealthCheckInterval), value => options.HealthCheckInterval = value);
        Duration(section, nameof(options.IdleTimeout), value => options.IdleTimeout = value);
        Duration(section, nameof(options.MaxLifetime), value => options.MaxLifetime = value);
        Duration(section, nameof(options.LongHeldThreshold), value => options.LongHeldThreshold = value);
        Duration(section, nameof(options.DrainTimeout), value => options.DrainTimeout = value);
        Value<RedisLeakDetection>(section, nameof(options.LeakDetection), "Off, Standard or Paranoid", TryDetection, value => options.LeakDetection = value);
        Text(nameof(options.LeakReportPath), value => options.LeakReportPath = value);
        Value<bool>(section, nameof(options.NameCallSites), "true or false", bool.TryParse, value => options.NameCallSites = value);
        Value<bool>(section, nameof(options.WatchProcess), "true or false", bool.TryParse, value => options.WatchProcess = value);
        ReadRetry(section.GetSection(nameof(options.Retry)), options.Retry);
        ReadBreaker(section.GetSection(nameof(options.Breaker)), options.Breaker);
    }

    private void ReadRetry(IConfigurationSection from, RedisRetryOptions retry)
    {
        Value<int>(from, nameof(retry.MaxAttempts), "a whole number", TryWhole, value => retry.MaxAttempts = value);
        Duration(from, nameof(retry.Delay), value => retry.Delay = value);
        Duration(from, nameof(retry.Timeout), value => retry.Timeout = value);
    }

    private void ReadBreaker(IConfigurationSection from, RedisCircuitBreakerOptions breaker)
    {
        Number(from, nameof(breaker.FailureRatio), value => breaker.FailureRatio = value);
        Value<int>(from, nameof(breaker.MinimumThroughput), "a whole number", TryWhole, value => breaker.MinimumThroughput = value);
        Value<int>(from, nameof(breaker.ConsecutiveConnectionFaults), "a whole number", TryWhole, value => breaker.ConsecutiveConnectionFaults = value);
        Value<int>(from, nameof(breaker.ProbesToClose), "a whole number", TryWhole, value => breaker.ProbesToClose = value);
        Duration(from, nameof(breaker.SamplingDuration), value => breaker.SamplingDuration = value);
        Duration(from, nameof(breaker.BreakDuration), value => breaker.BreakDuration = value);
        Duration(from, nameof(breaker.MaxBreakDuration), value => breaker.MaxBreakDuration = value);
        Duration(from, nameof(breaker.ProbeInterval), value => breaker.ProbeInterval = value);
        Duration(from, nameof(breaker.ProbeTimeout), value => breaker.ProbeTimeout = value);
        Duration(from, nameof(breaker.RampDuration), value => breaker.RampDuration = value);
    }

    private void Text(string option, Action<string> set)
    {
        if (section[option] is { } text && !string.IsNullOrWhiteSpace(text))
        {
            set(text);
        }
    }

    private void Whole(string option, Action<int> set) => Value<int>(section, option, "a whole number", TryWhole, set);

    private void Number(IConfiguration from, string option, Action<double> set) =>
        Value<double>(from, option, "a number", static (string text, out double value) => double.TryParse(text, CultureInfo.InvariantCulture, out value), set);

    private void Duration(IConfiguration from, string option, Action<TimeSpan> set) =>
        Value<TimeSpan>(from, option, DurationText.Expected, DurationText.TryParse, set);

    private void Value<T>(IConfiguration from, string option, string expected, Parser<T> parse, Action<T> set)
    {
        if (from[option] is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (parse(text, out var value))
        {
            set(value);
        }
        else
        {
            options.Refuse(RedisPoolConfigurationException.For(Key(from, option), text, expected));
        }
    }

    private static string Key(IConfiguration from, string option) => from is IConfigurationSection { Path: { Length: > 0 } path } ? $"{path}:{option}" : option;

    private static bool TryWhole(string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryDetection(string text, out RedisLeakDetection value) =>
        Enum.TryParse(text, ignoreCase: true, out value) && char.IsLetter(text[0]) && Enum.IsDefined(value);

    private delegate bool Parser<T>(string text, out T value);
}

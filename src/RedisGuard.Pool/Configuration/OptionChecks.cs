namespace RedisGuard.Pool.Configuration;

/// <summary>The checks that several kinds of options need.</summary>
internal static class OptionChecks
{
    /// <summary>What a timer of the framework can wait, rounded down: a value above it would fail much later.</summary>
    public const double MostSeconds = 4_000_000;

    /// <exception cref="RedisPoolConfigurationException">There is one.</exception>
    public static void ThrowFirst(IEnumerable<RedisPoolConfigurationException> failures)
    {
        if (failures.FirstOrDefault() is { } failure)
        {
            throw failure;
        }
    }

    public static RedisPoolConfigurationException? Range(string setting, int value, int least, int most) =>
        value >= least && value <= most
            ? null
            : RedisPoolConfigurationException.For(setting, value, FormattableString.Invariant($"a whole number from {least} to {most}"));

    /// <summary>Checks how long something may take that somebody waits for: a whole day is the framework's reading of a bare «1».</summary>
    public static RedisPoolConfigurationException? Wait(string setting, TimeSpan value, bool mayBeEndless = false, bool mayBeZero = false) =>
        value >= TimeSpan.FromDays(1) && value.Ticks % TimeSpan.TicksPerDay == 0
            ? RedisPoolConfigurationException.For(setting, value, "less than a day. A number without a unit means days: write \"2s\" or 00:00:02")
            : Duration(setting, value, mayBeEndless, mayBeZero);

    public static RedisPoolConfigurationException? Duration(
        string setting, TimeSpan value, bool mayBeEndless = false, bool mayBeZero = false, TimeSpan? least = null)
    {
        if ((mayBeEndless && value == Timeout.InfiniteTimeSpan)
            || (value > TimeSpan.Zero && value >= (least ?? TimeSpan.Zero) && value.TotalSeconds <= MostSeconds)
            || (mayBeZero && value == TimeSpan.Zero))
        {
            return null;
        }

        var expected = least is { } shortest ? $"at least {shortest}" : mayBeZero ? "a duration of 0 or more" : "a duration above 0";
        return RedisPoolConfigurationException.For(setting, value, mayBeEndless ? $"{expected}, or Timeout.InfiniteTimeSpan" : expected);
    }
}

using System.Globalization;

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// Durations as people write them: <c>500ms</c>, <c>2s</c>, <c>10min</c>, <c>1h</c>, <c>2d</c>, <c>00:00:02</c> or <c>infinite</c>. A
/// number without a unit is none: the framework reads «2» as two days.
/// </summary>
internal static class DurationText
{
    public const string Expected = "a duration with its unit, such as 500ms, 2s, 10min or 00:00:02";

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("min", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        text = text.Trim();
        if (text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
        {
            duration = Timeout.InfiniteTimeSpan;
            return true;
        }

        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        }

        var unit = Array.Find(Units, unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase));
        duration = TimeSpan.Zero;
        if (unit.Unit is null
            || !double.TryParse(text.AsSpan(0, text.Length - unit.Unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count * unit.Length.TotalSeconds > OptionChecks.MostSeconds)
        {
            return false;
        }

        duration = count * unit.Length;
        return true;
    }
}

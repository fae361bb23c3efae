using System.Globalization;

namespace RedisGuard.Cli.Holders;

/// <summary>Times as people write them: <c>90</c> or <c>90s</c>, <c>500ms</c>, <c>5m</c>, <c>2h</c>, <c>1d</c>.</summary>
internal static class TimeText
{
    public static bool TryParse(string text, out TimeSpan time)
    {
        var digits = text.AsSpan().TrimEnd("smhd");
        time = default;
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e7)
        {
            return false;
        }

        double? unit = text[digits.Length..] switch
        {
            "" or "s" => 1,
            "ms" => 0.001,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => null,
        };
        time = TimeSpan.FromSeconds(number * (unit ?? 0));
        return unit is not null;
    }

    /// <summary>The time in its largest fitting unit: 0 s, 58 s, 14 min, 3 h, 12 d.</summary>
    public static string Short(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 when time > TimeSpan.Zero => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} d"),
    };

    public static string Short(double seconds) => Short(TimeSpan.FromSeconds(seconds));
}

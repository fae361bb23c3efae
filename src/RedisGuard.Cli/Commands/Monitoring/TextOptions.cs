using System.CommandLine;
using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Commands.Monitoring;

/// <summary>Options whose value has a small language of its own; what isn't of it is one line that says what was expected.</summary>
internal static class TextOptions
{
    /// <summary>A time such as <c>90s</c> or <c>5m</c>, within limits.</summary>
    public static Option<TimeSpan?> Time(string name, string description, TimeSpan least, TimeSpan most) => Parsed<TimeSpan?>(
        name, description, "time", text => TimeText.TryParse(text, out var time) && time >= least && time <= most
            ? time
            : throw new FormatException($"'{text}': expected a time such as 500ms, 90s, 5m or 2h, at least {TimeText.Short(least)} and at most {TimeText.Short(most)}"));

    /// <summary>A whole number within limits.</summary>
    public static Option<long?> Number(string name, string description, long least, long most) => Parsed<long?>(
        name, description, "n", text => long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(FormattableString.Invariant($"'{text}': expected a whole number from {least} to {most}")));

    /// <summary>A text that may be given only once, read by a function that throws a <see cref="FormatException"/>.</summary>
    public static Option<T?> Parsed<T>(string name, string description, string helpName, Func<string, T> read) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            try
            {
                return read(result.Tokens[0].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"{name} {e.Message}");
                return default;
            }
        },
    };

    public static Option<Filter?> Filter(string description) => Parsed<Filter>("--filter", description, "conditions", Holders.Filter.Parse);
}

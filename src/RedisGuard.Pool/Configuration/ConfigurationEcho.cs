using System.Buffers;

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// Shows of a configuration that can't be read what can't be secret: hosts and ports, names of options that exist, numbers
/// and yes or no as their values. A pattern that looks for passwords would miss those of a text that is malformed.
/// </summary>
internal static class ConfigurationEcho
{
    public const string Hidden = "*****";

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static string Of(string text) => RedisUrl.LooksLikeOne(text) ? RedisUrl.Echo(text) : OfConfiguration(text);

    private static string OfConfiguration(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var endPoints = parts.TakeWhile(static part => part.IndexOf('=', StringComparison.Ordinal) <= 0).ToArray();

        // One that is none makes the others doubtful, and so does what can't be an option: a password may have a comma in it.
        var areShown = Array.TrueForAll(endPoints, EndPointText.IsOne) && parts.Skip(endPoints.Length).All(IsOption);
        return string.Join(',', parts.Select((part, index) => index < endPoints.Length ? areShown ? part : Hidden : OfOption(part)));
    }

    private static string OfOption(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? string.Empty : part[..equals].TrimEnd();
        var value = part[(equals + 1)..].TrimStart();
        return ConfigurationKeys.IsKnown(key) ? $"{key}={(ConfigurationKeys.IsPlain(key, value) ? value : Hidden)}" : Hidden;
    }

    private static bool IsOption(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && part.AsSpan(0, equals).TrimEnd().TrimStart('$').IndexOfAnyExcept(Letters) < 0;
    }
}

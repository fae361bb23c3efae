using System.Text.RegularExpressions;

namespace RedisGuard.Pool.Configuration;

/// <summary>Takes passwords out of text that is about to be shown.</summary>
internal static partial class Redaction
{
    private const string Hidden = "*****";

    public static string Configuration(string text)
    {
        var shown = UserInfo().Replace(text, $"$1{Hidden}@");
        shown = NotAPort().Replace(shown, $"$1{Hidden}");
        return Password().Replace(shown, $"$1{Hidden}");
    }

    // Up to the last @: a password that was not percent-encoded may have one in it.
    [GeneratedRegex(@"(://[^:@/]*:?)[^\s]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    // A URL whose @ was forgotten: what follows the colon and isn't a port was meant to be the password.
    [GeneratedRegex(@"(://[^:@/\s]*:)(?!\d{1,5}(?:[/?]|$))[^@\s]+$", RegexOptions.CultureInvariant)]
    private static partial Regex NotAPort();

    // To the end: a password with a comma in it is cut by the library, and the rest of it must not be shown as an endpoint.
    [GeneratedRegex(@"(password\s*=).*", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}

using System.Text.RegularExpressions;

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// Takes out of somebody else's message what may quote a password: a server repeats the arguments of a command that it doesn't
/// know, AUTH among them, and the library may repeat a configuration.
/// </summary>
internal static partial class Redaction
{
    public static string Message(string text) => Arguments().Replace(Credentials().Replace(UserInfo().Replace(text, "://*****@"), "$1*****"), string.Empty);

    [GeneratedRegex(@"://[^\s]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    // To the end: a password may have anything in it.
    [GeneratedRegex(@"((?:pass|pwd|auth|secret|token)\w*\s*=).*", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    [GeneratedRegex(@",?\s*with args.*", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Arguments();
}

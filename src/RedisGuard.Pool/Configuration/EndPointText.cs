using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// The text of one end point: <c>host</c>, <c>host:port</c>, an address, or <c>!/path</c> of a unix socket. Credentials that
/// were written in front of a host, or instead of a port, are none: they would be shown wherever the pool says where it leads.
/// </summary>
internal static partial class EndPointText
{
    private const int MostPort = 65_535;

    public static bool IsOne(string text) => TrySplit(text, out _, out _) || UnixSocket().IsMatch(text);

    /// <summary>Whether it can be the name of a host.</summary>
    public static bool IsHost(string text) => HostName().IsMatch(text) || IPAddress.TryParse(text, out _);

    /// <summary>Takes host and port apart; no port is 0.</summary>
    public static bool TrySplit(string text, out string host, out int port)
    {
        port = 0;
        host = text;
        if (IPAddress.TryParse(text, out _) && !text.StartsWith('['))
        {
            return true;
        }

        var colon = text.EndsWith(']') ? -1 : text.LastIndexOf(':');
        if (colon >= 0)
        {
            host = text[..colon];
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > MostPort)
            {
                return false;
            }
        }

        if (host.StartsWith('['))
        {
            host = host.EndsWith(']') ? host[1..^1] : string.Empty;
            return IPAddress.TryParse(host, out _);
        }

        return HostName().IsMatch(host);
    }

    // What DNS allows, and the underscore that container networks use; letters of any language.
    [GeneratedRegex(@"^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}._-]*[\p{L}\p{N}\p{M}_.])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"^!\.{0,2}/[^\s@?#=,;:]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex UnixSocket();
}

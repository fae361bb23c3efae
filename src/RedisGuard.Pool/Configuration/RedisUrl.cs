using System.Globalization;
using StackExchange.Redis;

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// <c>redis://[[user]:password@]host[:port][/database][?option=value…]</c>, as registered with IANA; <c>rediss</c> is the same
/// over TLS. The options are those of a StackExchange.Redis configuration.
/// </summary>
internal static class RedisUrl
{
    private const int DefaultPort = 6379;

    public static bool LooksLikeOne(string text) => text.Contains("://", StringComparison.Ordinal);

    /// <exception cref="FormatException">It is malformed; the message has nothing of the text in it but the scheme.</exception>
    public static ConfigurationOptions Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw new FormatException("it is not a URL");
        }

        if (url.Scheme is not ("redis" or "rediss"))
        {
            throw new FormatException($"the scheme '{url.Scheme}' is neither redis nor rediss");
        }

        if (url.Host.Length == 0)
        {
            throw new FormatException("no host is given");
        }

        var configuration = Options(url.Query);
        configuration.EndPoints.Add(url.Host, url.IsDefaultPort ? DefaultPort : url.Port);
        if (url.Scheme == "rediss")
        {
            configuration.Ssl = true;
        }

        configuration.DefaultDatabase = Database(url.AbsolutePath) ?? configuration.DefaultDatabase;
        if (url.UserInfo.Length > 0)
        {
            var colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
            var user = Uri.UnescapeDataString(colon < 0 ? url.UserInfo : url.UserInfo[..colon]);
            configuration.User = user.Length > 0 ? user : null;
            configuration.Password = colon < 0 ? null : Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]);
        }

        return configuration;
    }

    private static ConfigurationOptions Options(string query)
    {
        var pairs = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        foreach (var pair in pairs)
        {
            // Without a name it would be read as one more endpoint.
            if (pair.IndexOf('=', StringComparison.Ordinal) <= 0 || pair.Contains(',', StringComparison.Ordinal))
            {
                throw new FormatException("an option after '?' is not of the form name=value");
            }
        }

        return pairs.Length == 0 ? new ConfigurationOptions() : ConfigurationOptions.Parse(string.Join(',', pairs));
    }

    private static int? Database(string path)
    {
        var text = path.Trim('/');
        if (text.Length == 0)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var database)
            ? database
            : throw new FormatException("what follows the '/' is not the number of a database");
    }
}

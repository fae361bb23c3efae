using System.Globalization;
using StackExchange.Redis;

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// <c>redis://[[user]:password@]host[:port][/database][?option=value…]</c>, as registered with IANA; <c>rediss</c> is the same
/// over TLS. The options are those of a StackExchange.Redis configuration.
/// </summary>
/// <remarks>
/// Read by hand: the framework's <see cref="Uri"/> takes a password with a <c>#</c>, <c>/</c> or <c>?</c> in it for a host with
/// something behind it, and the pool would then lead to a server that bears the name of the user.
/// </remarks>
internal readonly ref struct RedisUrl
{
    private const string Separator = "://";
    private const int DefaultPort = 6379;

    private readonly ReadOnlySpan<char> _scheme;
    private readonly ReadOnlySpan<char> _user;
    private readonly ReadOnlySpan<char> _place;
    private readonly ReadOnlySpan<char> _path;
    private readonly ReadOnlySpan<char> _query;

    // The last @ before the host ends the credentials, and there is none behind it.
    private RedisUrl(ReadOnlySpan<char> text)
    {
        var scheme = text.IndexOf(Separator, StringComparison.Ordinal);
        _scheme = text[..scheme];
        var rest = text[(scheme + Separator.Length)..];
        var end = rest.IndexOfAny("/?#\\");
        var authority = end < 0 ? rest : rest[..end];
        var behind = end < 0 ? default : rest[end..];
        var at = authority.LastIndexOf('@');
        _user = at < 0 ? default : authority[..at];
        _place = authority[(at + 1)..];
        HasCredentials = at >= 0;
        IsAmbiguous = behind.Contains('@') || behind.Contains('#') || behind.Contains('\\') || _user.Contains('@');
        var question = behind.IndexOf('?');
        _path = question < 0 ? behind : behind[..question];
        _query = question < 0 ? default : behind[(question + 1)..];
    }

    private bool HasCredentials { get; }

    /// <summary>Whether it can't be told where the credentials end.</summary>
    private bool IsAmbiguous { get; }

    private bool IsRedis => _scheme.Equals("redis", StringComparison.OrdinalIgnoreCase) || IsTls;

    private bool IsTls => _scheme.Equals("rediss", StringComparison.OrdinalIgnoreCase);

    public static bool LooksLikeOne(string text) => text.Contains(Separator, StringComparison.Ordinal);

    /// <exception cref="ConfigurationFault">It is malformed.</exception>
    public static ConfigurationOptions Parse(string text) => new RedisUrl(text.AsSpan().Trim()).ToConfiguration();

    /// <summary>What may be shown of it: see <see cref="ConfigurationEcho"/>.</summary>
    public static string Echo(string text)
    {
        var url = new RedisUrl(text.AsSpan().Trim());
        if (!url.IsRedis)
        {
            return ConfigurationEcho.Hidden;
        }

        var scheme = url.IsTls ? "rediss" : "redis";
        if (url.IsAmbiguous || !EndPointText.TrySplit(url._place.ToString(), out _, out _))
        {
            return $"{scheme}://{ConfigurationEcho.Hidden}";
        }

        var credentials = url.HasCredentials ? $"{ConfigurationEcho.Hidden}@" : string.Empty;
        var path = url._path.Length > 1 ? $"/{ConfigurationEcho.Hidden}" : string.Empty;
        var query = url._query.IsEmpty ? string.Empty : $"?{ConfigurationEcho.Hidden}";
        return $"{scheme}://{credentials}{url._place}{path}{query}";
    }

    private ConfigurationOptions ToConfiguration()
    {
        if (!IsRedis)
        {
            throw new ConfigurationFault("the scheme is neither redis nor rediss");
        }

        if (IsAmbiguous)
        {
            throw new ConfigurationFault(
                "an '@' or '#' stands where none can. Percent-encode user and password: '@' is %40, '#' %23, '/' %2F, '?' %3F. A URL of Redis has no fragment");
        }

        if (_place.IsEmpty)
        {
            throw new ConfigurationFault("no host is given");
        }

        if (!EndPointText.TrySplit(_place.ToString(), out var host, out var port))
        {
            throw new ConfigurationFault("what follows '://', or the '@', is not host or host:port");
        }

        var configuration = Options();
        configuration.EndPoints.Add(host, port == 0 ? DefaultPort : port);
        if (IsTls)
        {
            configuration.Ssl = true;
        }

        configuration.DefaultDatabase = Database() ?? configuration.DefaultDatabase;
        ReadCredentials(configuration);
        return configuration;
    }

    private void ReadCredentials(ConfigurationOptions configuration)
    {
        if (_user.IsEmpty)
        {
            return;
        }

        var colon = _user.IndexOf(':');
        var user = Uri.UnescapeDataString((colon < 0 ? _user : _user[..colon]).ToString());
        configuration.User = user.Length > 0 ? user : configuration.User;
        configuration.Password = colon < 0 ? configuration.Password : Uri.UnescapeDataString(_user[(colon + 1)..].ToString());
    }

    private ConfigurationOptions Options()
    {
        var pairs = _query.ToString().Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        foreach (var pair in pairs)
        {
            // Without a name it would be read as one more end point.
            if (pair.IndexOf('=', StringComparison.Ordinal) <= 0 || pair.Contains(',', StringComparison.Ordinal))
            {
                throw new ConfigurationFault("an option after '?' is not of the form name=value, or has a comma in it");
            }
        }

        return pairs.Length == 0 ? new ConfigurationOptions() : ConfigurationString.ParseOptions(string.Join(',', pairs));
    }

    private int? Database()
    {
        var text = _path.Trim('/');
        if (text.IsEmpty)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var database)
            ? database
            : throw new ConfigurationFault("what follows the '/' is not the number of a database");
    }
}

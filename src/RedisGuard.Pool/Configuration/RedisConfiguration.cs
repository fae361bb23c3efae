using StackExchange.Redis;

namespace RedisGuard.Pool.Configuration;

/// <summary>Reads a configuration, in either of its two spellings.</summary>
internal static class RedisConfiguration
{
    private const string Expected =
        "a StackExchange.Redis configuration such as 'localhost:6379,ssl=true', or a URL such as 'redis://user:password@localhost:6379/0'";

    /// <param name="text">A configuration string or a URL.</param>
    /// <param name="setting">What the text is the value of; named when it is malformed.</param>
    /// <exception cref="RedisPoolConfigurationException">It is malformed. The message has no password in it, and no inner exception could have.</exception>
    public static ConfigurationOptions Parse(string text, string setting)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                throw new FormatException("no endpoint is given");
            }

            var parsed = RedisUrl.LooksLikeOne(text) ? RedisUrl.Parse(text) : ConfigurationOptions.Parse(text);
            return parsed.EndPoints.Count > 0 ? parsed : throw new FormatException("no endpoint is given");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            var shown = Redaction.Configuration(text);
            throw new RedisPoolConfigurationException(setting, $"{setting} is '{shown}': expected {Expected}{Reason(e, shown)}.");
        }
    }

    // Never the library's own words: they quote the part that it could not read, and that part may be the password. So may
    // what it takes for the name of an option, behind a password with a comma in it.
    private static string Reason(Exception exception, string shown) => exception switch
    {
        FormatException => $"; {Redaction.Configuration(exception.Message)}",
        ArgumentException { ParamName: { Length: > 0 } option } when !shown.Contains(option, StringComparison.OrdinalIgnoreCase) => string.Empty,
        ArgumentOutOfRangeException { ParamName: { Length: > 0 } option } => $"; '{option}' has no usable value",
        ArgumentException { ParamName: { Length: > 0 } option } => $"; '{option}' is not the name of an option",
        _ => string.Empty,
    };

    /// <summary>Equal for configurations that lead to the same server in the same way. Has the password in it: never print it.</summary>
    public static string Identity(ConfigurationOptions configuration)
    {
        var copy = configuration.Clone();
        copy.SetDefaultPorts();
        return copy.ToString(includePassword: true);
    }

    /// <summary>The endpoints, for messages.</summary>
    public static string EndPoints(ConfigurationOptions configuration)
    {
        var copy = configuration.Clone();
        copy.SetDefaultPorts();
        return string.Join(',', copy.EndPoints.Select(static endPoint => Format.ToString(endPoint)));
    }

    private static class Format
    {
        // DnsEndPoint would say "Unspecified/localhost:6379".
        public static string ToString(System.Net.EndPoint endPoint) => endPoint switch
        {
            System.Net.DnsEndPoint dns => FormattableString.Invariant($"{dns.Host}:{dns.Port}"),
            _ => endPoint.ToString() ?? string.Empty,
        };
    }
}

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
            var parsed = RedisUrl.LooksLikeOne(text) ? RedisUrl.Parse(text) : ConfigurationOptions.Parse(text);
            return parsed.EndPoints.Count > 0 ? parsed : throw new FormatException("no endpoint is given");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            // The library's message may quote the part that it could not read, and that part may be the password.
            var reason = e is ArgumentException and { ParamName: { Length: > 0 } option } ? $"'{option}' has no usable value" : e is FormatException ? e.Message : null;
            throw new RedisPoolConfigurationException(
                setting,
                $"{setting} is '{Redaction.Configuration(text)}': expected {Expected}{(reason is null ? "." : $"; {Redaction.Configuration(reason)}.")}");
        }
    }

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

using System.Net;
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
                throw new ConfigurationFault("no end point is given");
            }

            var parsed = RedisUrl.LooksLikeOne(text) ? RedisUrl.Parse(text) : ConfigurationString.Parse(text);
            return parsed.EndPoints.Count > 0 ? parsed : throw new ConfigurationFault("no end point is given");
        }
        catch (ConfigurationFault e)
        {
            throw new RedisPoolConfigurationException(setting, $"{setting} is '{ConfigurationEcho.Of(text)}': expected {Expected}; {e.Message}.");
        }
    }

    /// <summary>Refuses an end point whose host has something else in it, such as credentials: hosts are shown.</summary>
    /// <exception cref="RedisPoolConfigurationException">There is one.</exception>
    public static void CheckEndPoints(ConfigurationOptions configuration, string setting)
    {
        foreach (var endPoint in configuration.EndPoints)
        {
            if (endPoint is DnsEndPoint { Host: { } host } && !EndPointText.IsHost(host))
            {
                throw new RedisPoolConfigurationException(
                    setting, $"{setting} has an end point whose host is not the name of one. User and password don't belong there: set User and Password.");
            }
        }
    }

    /// <summary>The end points, for messages.</summary>
    public static string EndPoints(ConfigurationOptions configuration)
    {
        var copy = configuration.Clone();
        copy.SetDefaultPorts();
        return string.Join(',', copy.EndPoints.Select(Text));
    }

    /// <summary>The first end point, with the database: what a pool is called that was given no name.</summary>
    public static string Place(ConfigurationOptions configuration)
    {
        var copy = configuration.Clone();
        copy.SetDefaultPorts();
        var first = copy.EndPoints.Count > 0 ? Text(copy.EndPoints[0]) : "nowhere";
        return copy.DefaultDatabase is { } database ? FormattableString.Invariant($"{first}/{database}") : first;
    }

    /// <summary>Host and port of the first end point, for telemetry; no port for what has none.</summary>
    public static (string Address, int? Port) Server(ConfigurationOptions configuration)
    {
        var copy = configuration.Clone();
        copy.SetDefaultPorts();
        return (copy.EndPoints.Count > 0 ? copy.EndPoints[0] : null) switch
        {
            DnsEndPoint dns => (dns.Host, dns.Port),
            IPEndPoint address => (address.Address.ToString(), address.Port),
            { } other => (Text(other), null),
            null => ("nowhere", null),
        };
    }

    // DnsEndPoint would say "Unspecified/localhost:6379".
    private static string Text(EndPoint endPoint) => endPoint switch
    {
        DnsEndPoint dns => FormattableString.Invariant($"{dns.Host}:{dns.Port}"),
        _ => endPoint.ToString() ?? string.Empty,
    };
}

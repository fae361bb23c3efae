using System.Globalization;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Servers;

/// <summary>
/// Reads an endpoint as the pool does: a StackExchange.Redis configuration string, or a <c>redis://</c> or <c>rediss://</c>
/// URL. What it can't read it never quotes beyond the first endpoint: a password may stand anywhere behind it.
/// </summary>
internal static class AddressParser
{
    private const string Expected = "expected host:port, a StackExchange.Redis configuration, or redis[s]://[user:password@]host[:port]";

    // Options of a configuration that mean something to a program with a socket of its own; the others are the library's affair.
    private static readonly HashSet<string> KnownElsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        "abortConnect", "allowAdmin", "asyncTimeout", "channelPrefix", "checkCertificateRevocation", "configChannel", "configCheckSeconds",
        "connectRetry", "connectTimeout", "defaultDatabase", "heartbeatInterval", "heartbeatConsistencyChecks", "highIntegrity", "keepAlive",
        "name", "proxy", "protocol", "resolveDns", "responseTimeout", "serviceName", "setlib", "sslProtocols", "syncTimeout", "tiebreaker",
        "tunnel", "version", "writeBuffer",
    };

    public static IReadOnlyList<ServerAddress> Parse(string text) => text.Contains("://", StringComparison.Ordinal) ? [Url(text)] : Configuration(text);

    private static ServerAddress Url(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("redis" or "rediss") || url.Host.Length == 0)
        {
            throw new CannotRunException($"the URL of the server can't be read: {Expected}");
        }

        var colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? url.UserInfo : url.UserInfo[..colon]);
        return new ServerAddress(url.Host.Trim('[', ']'), url.IsDefaultPort ? ServerAddress.DefaultPort : url.Port)
        {
            User = user.Length > 0 ? user : null,
            Password = colon < 0 ? null : Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]),
            Tls = url.Scheme == "rediss",
        };
    }

    private static List<ServerAddress> Configuration(string text)
    {
        List<ServerAddress> endpoints = [];
        var way = new ServerAddress(string.Empty, ServerAddress.DefaultPort);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                way = Option(way, part[..equals].Trim(), part[(equals + 1)..].Trim());
            }
            else
            {
                endpoints.Add(Endpoint(part, isFirst: endpoints.Count == 0));
            }
        }

        if (endpoints.Count == 0)
        {
            throw new CannotRunException($"no endpoint is given: {Expected}");
        }

        var defaultPort = way.Tls ? 6380 : ServerAddress.DefaultPort;
        return endpoints.ConvertAll(endpoint => way.At(endpoint.Host, endpoint.Port == 0 ? defaultPort : endpoint.Port));
    }

    private static ServerAddress Option(ServerAddress way, string name, string value)
    {
        if (name.StartsWith('$') || KnownElsewhere.Contains(name))
        {
            return way;
        }

        return name.ToUpperInvariant() switch
        {
            "PASSWORD" => way with { Password = value },
            "USER" => way with { User = value },
            "SSLHOST" => way with { TlsHost = value, Tls = true },
            "SSL" => bool.TryParse(value, out var tls)
                ? way with { Tls = tls }
                : throw new CannotRunException("the option 'ssl' of the endpoint is neither true nor false"),
            // The name may be what stood behind a comma in a password.
            _ => throw new CannotRunException($"an option of the endpoint is not one of StackExchange.Redis: {Expected}"),
        };
    }

    private static ServerAddress Endpoint(string text, bool isFirst)
    {
        var (host, port) = Split(text);
        var isPort = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535;
        if (host.Length == 0 || (port.Length > 0 && !isPort) || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw new CannotRunException(text.StartsWith("--", StringComparison.Ordinal) && isFirst ? $"there is no option '{PlainText.Of(text)}'"
                : isFirst ? $"'{PlainText.Of(text)}' is no endpoint: {Expected}"
                : $"an endpoint can't be read: {Expected}");
        }

        return new ServerAddress(host, number);
    }

    private static (string Host, string Port) Split(string text)
    {
        var colon = text.LastIndexOf(':');
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? (string.Empty, string.Empty) : (text[1..end], colon > end ? text[(colon + 1)..] : string.Empty);
        }

        // More than one colon and no brackets: an IPv6 address without a port.
        return colon < 0 || text.IndexOf(':', StringComparison.Ordinal) != colon ? (text, string.Empty) : (text[..colon], text[(colon + 1)..]);
    }
}

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// The options of a StackExchange.Redis configuration string that may be shown: their names, and the values of those that
/// are a number or a yes or no. All else in a text that can't be read may be a password.
/// </summary>
/// <remarks>The list is StackExchange.Redis' own, of 2.13 and 3.4 (<c>ConfigurationOptions.OptionKeys</c>).</remarks>
internal static class ConfigurationKeys
{
    private static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "abortConnect", "allowAdmin", "asyncTimeout", "checkCertificateRevocation", "configCheckSeconds", "connectRetry", "connectTimeout",
        "defaultDatabase", "highIntegrity", "highPriorityThreads", "keepAlive", "preserveAsyncOrder", "resolveDns", "responseTimeout",
        "setlib", "sharedSubscriptionConnection", "ssl", "syncTimeout", "tcpKeepAlive", "topologyRefreshSeconds", "writeBuffer",
    };

    private static readonly HashSet<string> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        "channelPrefix", "configChannel", "defaults", "maintMovingEndpointType", "maintNotifications", "maintPostEventRelaxed",
        "maintRelaxedTimeout", "maintRelaxedWindowMax", "name", "password", "protocol", "proxy", "sentinelPassword", "sentinelUser",
        "serviceName", "sslHost", "sslProtocols", "tiebreaker", "tunnel", "user", "version",
    };

    public static bool IsKnown(string key) => Plain.Contains(key) || Named.Contains(key);

    /// <summary>Whether its value is, or is a part of, what lets somebody in: names of users, passwords, secret names of commands.</summary>
    public static bool IsSecret(string key) =>
        key.StartsWith('$')
        || key.EndsWith("password", StringComparison.OrdinalIgnoreCase)
        || key.EndsWith("user", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the value of that option is harmless: a number, or a yes or no.</summary>
    public static bool IsPlain(string key, string value) =>
        Plain.Contains(key) && (value.ToUpperInvariant() is "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF"
            || (value.Length is > 0 and <= 9 && value.All(char.IsAsciiDigit)));
}

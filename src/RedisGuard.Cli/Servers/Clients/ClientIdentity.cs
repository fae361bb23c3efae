using System.Globalization;

namespace RedisGuard.Cli.Servers.Clients;

/// <summary>
/// A client name in RedisGuard's grammar: <c>rg:{app}:{pool}:{kind}:{id}</c>, then <c>v={version}</c>,
/// <c>i={machine}@{pid}@{start}</c> and <c>s={file}@{line}@{member}</c> in any order. Keys that aren't known are passed over.
/// </summary>
internal sealed record ClientIdentity(string Application, string Pool, string Kind)
{
    private const string Prefix = "rg:";
    private const string WatchPrefix = "rg:site:";
    private const int FixedParts = 5;

    public string? Version { get; private init; }

    /// <summary>The machine and process, as written in the name; equal for all connections of one process.</summary>
    public string? Instance { get; private init; }

    public string? Machine { get; private init; }

    public int? ProcessId { get; private init; }

    /// <summary>When the process started, to the second.</summary>
    public DateTimeOffset? Started { get; private init; }

    /// <summary>Reads <c>Checkout.cs:41 Pay</c>.</summary>
    public string? Site { get; private init; }

    /// <summary>The identity in a name, or null where the name is of another kind. Anybody can take such a name: it is a claim.</summary>
    public static ClientIdentity? Of(string? name)
    {
        if (name is null || !name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        // «redisguard run --name-sites»: the line, and nothing of the process.
        if (name.StartsWith(WatchPrefix, StringComparison.Ordinal) && name.Length > WatchPrefix.Length)
        {
            return new ClientIdentity("(watched)", "-", "private") { Site = PlainText.Of(name[WatchPrefix.Length..]) };
        }

        var parts = name.Split(':');
        if (parts.Length < FixedParts || parts.AsSpan(1, FixedParts - 1).Contains(string.Empty))
        {
            return null;
        }

        var identity = new ClientIdentity(PlainText.Of(parts[1]), PlainText.Of(parts[2]), PlainText.Of(parts[3]));
        foreach (var part in parts.AsSpan(FixedParts))
        {
            if (part.Length > 2 && part[1] == '=')
            {
                identity = identity.With(part[0], part[2..]);
            }
        }

        return identity;
    }

    private ClientIdentity With(char key, string value)
    {
        var fields = value.Split('@');
        switch (key)
        {
            case 'v':
                return this with { Version = PlainText.Of(value) };
            case 's' when fields is [var file, var line, var member]:
                return this with { Site = PlainText.Of($"{file}:{line} {member}") };
            case 'i' when fields is [var machine, var process, var start]:
                return this with
                {
                    Instance = PlainText.Of(value),
                    Machine = PlainText.Of(machine),
                    ProcessId = int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
                    Started = long.TryParse(start, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 0xFFFFFFFF
                        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                        : null,
                };
            default:
                return this;
        }
    }
}

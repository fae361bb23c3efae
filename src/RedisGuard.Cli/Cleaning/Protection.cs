using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Decides what is never closed, whatever the filter: protection goes before selection.</summary>
internal sealed class Protection(CleanupSettings settings, long? ownId)
{
    /// <summary>Why the connection stays; null where it is nobody's that must.</summary>
    public string? Of(ClientRow row)
    {
        if (row.Id == ownId)
        {
            return "this tool";
        }

        if (row.Flags is not { } flags)
        {
            return "flags not told: may be a replica";
        }

        if (flags.Contains('M', StringComparison.Ordinal))
        {
            return "masters";
        }

        if (flags.Contains('S', StringComparison.Ordinal))
        {
            return "replicas";
        }

        if (flags.Contains('O', StringComparison.Ordinal) && !settings.IncludeMonitors)
        {
            return "MONITOR sessions";
        }

        if (row.Name?.StartsWith("sentinel-", StringComparison.OrdinalIgnoreCase) == true)
        {
            return "sentinels";
        }

        return row.User is { } user && settings.ProtectedUsers.Contains(user) ? "protected users" : null;
    }
}

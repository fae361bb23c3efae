using System.Globalization;
using RedisGuard.Cli.Servers;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Holders;

/// <summary>The holder of a connection as it is shown, and what the connection is for.</summary>
internal readonly record struct HolderKey(string Holder, string Kind)
{
    private const string NotTold = "(not told)";

    public static HolderKey Of(ClientRow row, Grouping grouping) => new(
        PlainText.Of(grouping switch
        {
            Grouping.Name => Named(row),
            Grouping.Site => row.Identity?.Site ?? "(no site)",
            Grouping.App => row.Identity?.Application ?? Named(row),
            Grouping.Addr => row.Host,
            Grouping.User => row.User ?? NotTold,
            Grouping.Lib => row.LibraryName is { Length: > 0 } name ? $"{name} {row.LibraryVersion}".TrimEnd() : row.LibraryName is null ? NotTold : "(no library name)",
            Grouping.Db => row.Database?.ToString(CultureInfo.InvariantCulture) ?? NotTold,
            Grouping.Pid => row.Process is { } process ? Process(process) : "(not local)",
            _ => Best(row),
        }),
        PlainText.Of(row.Kind));

    private static string Named(ClientRow row) => row.Name is { Length: > 0 } name ? name : "(no name)";

    private static string Process(LocalProcess process) => string.Create(CultureInfo.InvariantCulture, $"{process.Name} pid {process.Id}");

    private static string Best(ClientRow row)
    {
        if (row.Identity is { } identity)
        {
            return identity.Site is { } site ? $"{identity.Application}  {site}" : $"{identity.Application}  pool {identity.Pool}";
        }

        var who = row.Name is { Length: > 0 } name ? name
            : row.LibraryName is { Length: > 0 } library ? $"{library} (no name)"
            : "(no name)";
        var user = row.User is null or "default" ? string.Empty : $" user {row.User}";
        return row.Process is { } process ? $"{who}  {Process(process)}{user}" : $"{who}  {row.Host}{user}";
    }
}

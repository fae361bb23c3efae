using System.Globalization;

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// The grammar of client names, by which the server's own CLIENT LIST says who is who:
/// <c>rg:{app}:{pool}:{kind}:{id}:v={version}:i={machine}@{pid}@{start}</c>, and <c>:s={file}@{line}@{member}</c> where a
/// call site was asked for.
/// </summary>
/// <remarks>
/// The four parts after <c>rg</c> stand at their places; what follows has a key and any order, and a reader passes over keys
/// that it doesn't know. No part has a space, a control character, a colon, an equals sign, an at sign or a comma in it.
/// <c>start</c> is the start of the process in seconds since 1970, in hexadecimal: with it a process that got the number of
/// an ended one is told from it.
/// </remarks>
internal static class ClientName
{
    private const int MostCharacters = 64;

    /// <summary>A part of a name: the server refuses spaces and control characters, and a colon would add a part.</summary>
    public static string Part(string text)
    {
        var kept = text.Trim();
        kept = kept.Length > MostCharacters ? kept[..MostCharacters] : kept;
        return kept.Length == 0
            ? "unnamed"
            : string.Create(kept.Length, kept, static (part, source) =>
            {
                for (var index = 0; index < part.Length; index++)
                {
                    var character = source[index];
                    part[index] = char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' ? character : '-';
                }
            });
    }

    public static string Of(RedisConnectionKind kind) => kind switch
    {
        RedisConnectionKind.Shared => "shared",
        RedisConnectionKind.Exclusive => "exclusive",
        RedisConnectionKind.Subscription => "subscription",
        _ => "dedicated",
    };

    /// <summary>What every name of a process ends with.</summary>
    public static string Process(string version, string machine, int id, DateTimeOffset started) => string.Create(
        CultureInfo.InvariantCulture, $"v={Part(version)}:i={Part(machine)}@{id}@{started.ToUnixTimeSeconds():x}");

    /// <summary>The line that a connection was opened or rented at: the file without its folders.</summary>
    public static string Site(RedisCallSite site) => string.Create(
        CultureInfo.InvariantCulture,
        $"s={Part(site.FilePath[(site.FilePath.LastIndexOfAny(['/', '\\']) + 1)..])}@{site.Line}@{Part(site.Member)}");
}

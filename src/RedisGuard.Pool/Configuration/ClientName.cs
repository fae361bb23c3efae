namespace RedisGuard.Pool.Configuration;

/// <summary>Client names are <c>rg:{app}:{pool}:{kind}:{id}</c>: the server's own CLIENT LIST then says who is who.</summary>
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
}

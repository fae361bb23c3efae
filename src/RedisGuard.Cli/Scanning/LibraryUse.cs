using Microsoft.CodeAnalysis;

namespace RedisGuard.Cli.Scanning;

/// <summary>Tells whether a rule can have anything to say of some code: only if that code can see StackExchange.Redis.</summary>
internal static class LibraryUse
{
    /// <summary>The library's own assembly and root namespace.</summary>
    public const string Library = "StackExchange.Redis";

    /// <summary>Our pool, which brings the library.</summary>
    public const string Pool = "RedisGuard.Pool";

    /// <summary>Whether the library's types are there, from a reference or from source.</summary>
    public static bool IsVisibleTo(Compilation compilation) =>
        !compilation.GetTypesByMetadataName("StackExchange.Redis.IConnectionMultiplexer").IsEmpty;

    /// <summary>Whether source text, as UTF-8, names the library or the pool.</summary>
    public static bool IsNamedIn(ReadOnlySpan<byte> source) =>
        source.IndexOf("StackExchange.Redis"u8) >= 0 || source.IndexOf("RedisGuard.Pool"u8) >= 0;

    /// <summary>Whether the name of a package, an assembly or a namespace has to do with the library or the pool.</summary>
    public static bool IsNamedIn(string name) =>
        name.Contains(Library, StringComparison.OrdinalIgnoreCase) || name.Contains(Pool, StringComparison.OrdinalIgnoreCase);
}

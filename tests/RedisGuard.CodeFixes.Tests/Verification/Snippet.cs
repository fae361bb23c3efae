using System.Text.RegularExpressions;

namespace RedisGuard.Verification;

/// <summary>Members of a class in a file, for tests that are about statements.</summary>
internal static partial class Snippet
{
    /// <summary>The class that code looks like before a fix, and after one that needs no further namespace.</summary>
    public static string InClass(string members) => $$"""
        using StackExchange.Redis;

        class Orders
        {
        {{Indented(members)}}
        }
        """;

    /// <summary>The same after the pool's namespace was imported; without the library's, where nothing needs it any more.</summary>
    public static string InClassWithPool(string members)
    {
        string code = "using RedisGuard.Pool;\n" + InClass(members);
        return LibraryName().IsMatch(members) ? code : code.Replace("using StackExchange.Redis;\n", string.Empty, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(IDatabase|ISubscriber|IConnectionMultiplexer|ConnectionMultiplexer|ConfigurationOptions|Redis(Value|Key|Channel|Exception))\b")]
    private static partial Regex LibraryName();

    private static string Indented(string members) =>
        string.Join('\n', members.Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
}

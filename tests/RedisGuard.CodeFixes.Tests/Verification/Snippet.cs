namespace RedisGuard.Verification;

/// <summary>Members of a class in a file, for tests that are about statements.</summary>
internal static class Snippet
{
    /// <summary>The class that code looks like before a fix, and after one that needs no further namespace.</summary>
    public static string InClass(string members) => $$"""
        using StackExchange.Redis;

        class Orders
        {
        {{Indented(members)}}
        }
        """;

    /// <summary>The same after the pool's namespace was imported.</summary>
    public static string InClassWithPool(string members) => "using RedisGuard.Pool;\n" + InClass(members);

    private static string Indented(string members) =>
        string.Join('\n', members.Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
}

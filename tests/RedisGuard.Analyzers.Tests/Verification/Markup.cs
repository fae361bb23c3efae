using Microsoft.CodeAnalysis.Testing;

namespace RedisGuard.Verification;

/// <summary>The expectations written into test sources.</summary>
internal static class Markup
{
    /// <summary>The source as a compiler would see it.</summary>
    public static string Remove(string source)
    {
        TestFileMarkupParser.GetPositionsAndSpans(source, out string plain, out _, out _);
        return plain;
    }
}

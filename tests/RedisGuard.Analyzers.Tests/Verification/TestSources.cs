using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedisGuard.Verification;

/// <summary>The raw-string sources in this assembly's own test files, so that every rule's examples serve robustness tests too.</summary>
internal static class TestSources
{
    private static readonly Assembly Here = typeof(TestSources).Assembly;

    /// <summary>The test files' names.</summary>
    public static IEnumerable<string> Files =>
        Here.GetManifestResourceNames().Where(name => name.EndsWith("Tests.cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Each multi-line raw string of a test file.</summary>
    public static IEnumerable<string> In(string file)
    {
        using var reader = new StreamReader(Here.GetManifestResourceStream(file)!);
        return CSharpSyntaxTree.ParseText(reader.ReadToEnd()).GetRoot()
            .DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken))
            .Select(token => token.ValueText)
            .Distinct(StringComparer.Ordinal)
            .ToList();
    }
}

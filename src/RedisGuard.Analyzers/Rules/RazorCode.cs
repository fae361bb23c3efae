using System;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

/// <summary>
/// C# that the Razor compiler writes of <c>.razor</c> and <c>.cshtml</c> files. Generated, and yet the user's own code, which its
/// <c>#line</c> directives lead back to.
/// </summary>
internal static class RazorCode
{
    private static readonly string[] s_endings = { "_razor.g.cs", ".razor.g.cs", "_cshtml.g.cs", ".cshtml.g.cs" };

    /// <summary>The Razor file that generated code was made from, as its first line names it; null where that isn't told.</summary>
    public static string? SourceOf(SyntaxTree tree)
    {
        string first = tree.GetText().Lines[0].ToString();
        string[] quoted = first.Split('"');
        return first.StartsWith("#pragma checksum", StringComparison.Ordinal) && quoted.Length > 1 ? quoted[1] : null;
    }

    /// <summary>The file that a person wrote: the tree's own, or the Razor file behind it.</summary>
    public static string PathOf(SyntaxTree tree) => (IsIn(tree) ? SourceOf(tree) : null) ?? tree.FilePath;

    public static bool IsIn(SyntaxTree tree)
        => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)
            && Array.Exists(s_endings, ending => tree.FilePath.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}

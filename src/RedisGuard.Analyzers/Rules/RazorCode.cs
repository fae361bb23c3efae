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

    public static bool IsIn(SyntaxTree tree)
        => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)
            && Array.Exists(s_endings, ending => tree.FilePath.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}

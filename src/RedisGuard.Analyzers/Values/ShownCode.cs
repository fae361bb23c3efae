using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedisGuard.Analyzers.Values;

/// <summary>A piece of code for a message: on one line, and without its texts, since one of them may be a configuration with its password.</summary>
internal static class ShownCode
{
    private const int MaxLength = 80;

    public static string Of(SyntaxNode code)
    {
        string shown = string.Concat(code.DescendantTokens().Select(token => Shown(token) + (token.HasTrailingTrivia && token.TrailingTrivia.Any(SyntaxKind.WhitespaceTrivia) ? " " : string.Empty))).Trim();
        return shown.Length > MaxLength ? shown.Substring(0, MaxLength) + "…" : shown;
    }

    private static string Shown(SyntaxToken token)
        => token.Kind() switch
        {
            SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => "\"…\"",
            SyntaxKind.InterpolatedStringTextToken => "…",
            _ => token.Text,
        };
}

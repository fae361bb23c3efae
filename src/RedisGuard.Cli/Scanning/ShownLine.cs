using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedisGuard.Cli.Scanning;

/// <summary>
/// The line of code that is shown with a finding: as it is, but for texts that are a password. Another rule's finding may stand on the
/// same line as that of the password.
/// </summary>
internal sealed class ShownLine(IEnumerable<Diagnostic> all)
{
    private const string Secrets = "RG5";
    private const string Password = "password";
    private const char Mask = '*';

    private readonly HashSet<(SyntaxTree, int)> _secret =
    [
        .. all.Where(static diagnostic => diagnostic.Id.StartsWith(Secrets, StringComparison.Ordinal) && diagnostic.Location.IsInSource)
            .SelectMany(static diagnostic => Lines(diagnostic.Location).Select(line => (diagnostic.Location.SourceTree!, line))),
    ];

    public string Of(Diagnostic diagnostic, int line)
    {
        if (diagnostic.Location.SourceTree is not { } tree)
        {
            return "";
        }

        var span = tree.GetText().Lines[line].Span;
        var text = new StringBuilder(tree.GetText().ToString(span));
        var isSecret = _secret.Contains((tree, line));
        foreach (var token in tree.GetRoot().DescendantTokens(span).Where(IsText))
        {
            if (token.Span.Intersection(span) is not { } shown || !(isSecret || token.Text.Contains(Password, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }
            // The quotes stay, and so does the length: the mark below the line stands right.
            for (var at = shown.Start; at < shown.End; at++)
            {
                if (text[at - span.Start] is not ('"' or '@'))
                {
                    text[at - span.Start] = Mask;
                }
            }
        }

        return text.ToString();
    }

    private static IEnumerable<int> Lines(Location location)
    {
        var span = location.GetLineSpan();
        return Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1);
    }

    private static bool IsText(SyntaxToken token) => token.Kind() is
        SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken;
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Verification;

/// <summary>Checks what a fix does to a text beside its code: comments stay, and nothing is left lying about.</summary>
internal static class FixedText
{
    /// <param name="before">The source.</param>
    /// <param name="after">The source as the fix leaves it.</param>
    /// <param name="gone">Comments about code that the fix removes.</param>
    public static void Verify(string before, string after, ImmutableArray<string> gone)
    {
        var left = Comments(after).ToList();
        string[] lost = [.. Comments(before).Where(comment => !left.Remove(comment)).Except(gone)];
        Assert.True(lost.Length == 0, $"The fix loses comments:\n{string.Join('\n', lost)}\nA comment about code that goes is named in the setup as gone.");

        string[] made = [.. Flaws(before, after)];
        Assert.True(made.Length == 0, $"The fix leaves behind:\n{string.Join('\n', made)}");
    }

    /// <summary>What lies about in the text as a fix leaves it, and didn't before.</summary>
    public static IEnumerable<string> Flaws(string before, string after)
    {
        string[] old = [.. Flaws(before)];
        return Flaws(after).Where(flaw => !old.Contains(flaw));
    }

    private static IEnumerable<string> Comments(string source) => Parse(source)
        .DescendantTrivia()
        .Where(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
        .Select(trivia => trivia.ToString().Trim());

    private static IEnumerable<string> Flaws(string source)
    {
        string[] lines = [.. source.Split('\n').Select(line => line.Trim())];
        for (int number = 1; number < lines.Length; number++)
        {
            if (lines[number].Length == 0 && lines[number - 1].Length == 0 && number < lines.Length - 1)
            {
                yield return "two blank lines";
            }
            else if (lines[number].Length == 0 && lines[number - 1] == "{")
            {
                yield return "a blank line after a brace";
            }
            else if (lines[number] == "}" && lines[number - 1].Length == 0)
            {
                yield return "a blank line before a brace";
            }
        }

        foreach (var node in Parse(source).DescendantNodes())
        {
            switch (node)
            {
                case CatchClauseSyntax { Block.Statements: [ThrowStatementSyntax { Expression: null }] }:
                    yield return "a catch that only rethrows";
                    break;
                case LockStatementSyntax { Statement: BlockSyntax { Statements.Count: 0 } }:
                    yield return "a lock around nothing";
                    break;
                case IfStatementSyntax { Statement: BlockSyntax { Statements.Count: 0 }, Else: null }:
                    yield return "a test of nothing";
                    break;
                case FieldDeclarationSyntax { Declaration.Variables: [{ } variable], Parent: { } type } field
                    when field.Modifiers.Any(SyntaxKind.PrivateKeyword)
                        && type.DescendantTokens().Count(token => token.ValueText == variable.Identifier.ValueText) == 1:
                    yield return $"the field '{variable.Identifier.ValueText}', which nothing uses";
                    break;
            }
        }
    }

    private static SyntaxNode Parse(string source) => CSharpSyntaxTree.ParseText(source).GetRoot(TestContext.Current.CancellationToken);
}

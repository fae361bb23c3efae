using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>Comments, directives, line ends: what a change must not lose.</summary>
internal static class Layout
{
    public static bool IsComment(this SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia);

    public static bool IsEndOfLine(this SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>Whether something in here would be lost with the white space: a comment, a directive, text it disabled.</summary>
    public static bool IsWorthKeeping(this SyntaxTriviaList list) =>
        list.Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsEndOfLine());

    /// <summary>Whether a blank line stands before what the list leads.</summary>
    public static bool BeginsWithBlankLine(this SyntaxTriviaList list) => list.Count > 0 && list[0].IsEndOfLine();

    /// <summary>
    /// Fixes the layout as it is. The factory's tokens come with elastic trivia, at which the host would format the lines
    /// around them as well.
    /// </summary>
    public static SyntaxNode Settled(SyntaxNode root) => root.ReplaceTrivia(root.GetAnnotatedTrivia(SyntaxAnnotation.ElasticAnnotation), (_, _) => default);

    /// <summary>The file's own line end.</summary>
    public static SyntaxTrivia LineEnd(SyntaxNode root)
    {
        SyntaxTrivia first = root.DescendantTrivia().FirstOrDefault(IsEndOfLine);
        return first == default ? SyntaxFactory.LineFeed : SyntaxFactory.EndOfLine(first.ToString());
    }

    /// <summary>The white space before the first thing on the line where a node starts.</summary>
    public static string IndentationOf(SyntaxNode node)
    {
        SyntaxToken token = node.GetFirstToken();
        while (!StartsLine(token) && token.GetPreviousToken() is { RawKind: not 0 } previous)
        {
            token = previous;
        }

        SyntaxTriviaList leading = token.LeadingTrivia;
        return leading.Count > 0 && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia)
            ? leading[leading.Count - 1].ToString()
            : string.Empty;
    }

    /// <summary>Whether nothing but white space and comments stands before the token on its line.</summary>
    public static bool StartsLine(SyntaxToken token)
    {
        SyntaxToken previous = token.GetPreviousToken();
        return previous.IsKind(SyntaxKind.None)
            || previous.TrailingTrivia.Any(IsEndOfLine)
            || token.LeadingTrivia.Any(trivia => trivia.IsEndOfLine() || trivia.IsDirective);
    }

    /// <summary>Takes the remark right above a statement from its leading trivia: a remark that stands apart, by a blank line, stays.</summary>
    public static SyntaxTriviaList WithoutRemark(SyntaxTriviaList leading)
    {
        if (leading.Any(trivia => trivia.IsDirective))
        {
            return leading;
        }

        int apart = 0;
        bool lineIsEmpty = true;
        for (int index = 0; index < leading.Count; index++)
        {
            if (leading[index].IsEndOfLine())
            {
                apart = lineIsEmpty ? index + 1 : apart;
                lineIsEmpty = true;
            }
            else
            {
                lineIsEmpty &= leading[index].IsKind(SyntaxKind.WhitespaceTrivia);
            }
        }

        return new SyntaxTriviaList(leading.Take(apart).Concat(leading.Skip(leading.Count - 1).Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
    }

    /// <summary>The comments of a list, each on a line of its own.</summary>
    public static IEnumerable<SyntaxTrivia> CommentLines(IEnumerable<SyntaxTrivia> list, string indentation, SyntaxTrivia lineEnd) =>
        list.Where(IsComment).SelectMany(comment => new[] { SyntaxFactory.Whitespace(indentation), comment, lineEnd });

    /// <summary>The list up to its last comment or directive, with the line end after it; nothing if it has neither.</summary>
    public static IEnumerable<SyntaxTrivia> UpToLastKept(SyntaxTriviaList list, SyntaxTrivia lineEnd)
    {
        int last = list.Count - 1;
        while (last >= 0 && (list[last].IsKind(SyntaxKind.WhitespaceTrivia) || list[last].IsEndOfLine()))
        {
            last--;
        }

        foreach (SyntaxTrivia trivia in list.Take(last + 1))
        {
            yield return trivia;
        }

        // A directive and a documentation comment hold their own line end.
        if (last >= 0 && !list[last].HasStructure)
        {
            yield return lineEnd;
        }
    }

    /// <summary>Ends the node's line, whatever white space it ended with.</summary>
    public static T WithLineEnd<T>(this T node, SyntaxTrivia lineEnd)
        where T : SyntaxNode => node.WithTrailingTrivia(Ended(node.GetTrailingTrivia(), lineEnd));

    /// <inheritdoc cref="WithLineEnd{T}(T, SyntaxTrivia)"/>
    public static SyntaxToken WithLineEnd(this SyntaxToken token, SyntaxTrivia lineEnd) =>
        token.WithTrailingTrivia(Ended(token.TrailingTrivia, lineEnd));

    private static IEnumerable<SyntaxTrivia> Ended(SyntaxTriviaList trailing, SyntaxTrivia lineEnd) =>
        trailing.Any(IsEndOfLine) ? trailing : trailing.IsWorthKeeping() ? trailing.Append(lineEnd) : [lineEnd];
}

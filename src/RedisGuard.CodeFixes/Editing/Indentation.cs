using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>
/// Moves code to another depth by its first column only. The formatter would also rewrite the author's own spacing within
/// the lines, which is none of a fix's business.
/// </summary>
internal sealed class Indentation : CSharpSyntaxRewriter
{
    private readonly string _from;
    private readonly string _to;
    private bool _atLineStart;

    private Indentation(string from, string to, bool atLineStart)
    {
        _from = from;
        _to = to;
        _atLineStart = atLineStart;
    }

    public static T Change<T>(T node, string from, string to)
        where T : SyntaxNode
    {
        if (from == to)
        {
            return node;
        }

        return (T)new Indentation(from, to, Layout.StartsLine(node.GetFirstToken())).Visit(node);
    }

    /// <summary>One step of the file's indentation, seen from a node to what stands directly inside it.</summary>
    public static string Step(string outer, string inner)
    {
        string step = inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal)
            ? inner.Substring(outer.Length)
            : string.Empty;
        return step.Length > 0 ? step : outer.IndexOf('\t') >= 0 ? "\t" : "    ";
    }

    public override SyntaxToken VisitToken(SyntaxToken token)
    {
        SyntaxTriviaList leading = Shift(token.LeadingTrivia, endsWithToken: true);
        if (token.RawKind != 0 && token.Span.Length > 0)
        {
            _atLineStart = false;
        }

        SyntaxTriviaList trailing = Shift(token.TrailingTrivia, endsWithToken: false);
        return token.WithLeadingTrivia(leading).WithTrailingTrivia(trailing);
    }

    private SyntaxTriviaList Shift(SyntaxTriviaList list, bool endsWithToken)
    {
        var shifted = new List<SyntaxTrivia>(list.Count + 1);
        foreach (SyntaxTrivia trivia in list)
        {
            if (trivia.IsEndOfLine() || trivia.IsDirective)
            {
                _atLineStart = true;
                shifted.Add(trivia);
                continue;
            }

            if (_atLineStart && trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                shifted.Add(Moved(trivia));
            }
            else
            {
                AddMissing(shifted);
                shifted.Add(trivia);
            }

            _atLineStart = trivia.HasStructure;
        }

        if (endsWithToken)
        {
            AddMissing(shifted);
        }

        return SyntaxFactory.TriviaList(shifted);
    }

    // A line that had no white space to change, in code that moves inwards from the first column.
    private void AddMissing(List<SyntaxTrivia> shifted)
    {
        if (_atLineStart && _from.Length == 0)
        {
            shifted.Add(SyntaxFactory.Whitespace(_to));
        }
    }

    private SyntaxTrivia Moved(SyntaxTrivia whitespace)
    {
        string text = whitespace.ToString();
        return text.StartsWith(_from, StringComparison.Ordinal) ? SyntaxFactory.Whitespace(_to + text.Substring(_from.Length)) : whitespace;
    }
}

using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Records;

/// <summary>Finds the call of a recorded leak in the member that it was recorded of: by name, then by text, then by number, never by line alone.</summary>
internal static class RecordedCall
{
    private static readonly char[] s_separators = { '/', '\\' };

    /// <param name="leak">What was recorded.</param>
    /// <param name="member">The code of the member.</param>
    /// <param name="isOverloaded">Whether its type has other members of that name.</param>
    /// <param name="hasChanged">Whether the line isn't the one that was recorded.</param>
    /// <returns>Null when it isn't there, or can't be told from others.</returns>
    public static InvocationExpressionSyntax? In(RecordedLeak leak, SyntaxNode member, bool isOverloaded, out bool hasChanged)
    {
        hasChanged = false;
        if (leak.Path is { } path && !EndsAlike(member.SyntaxTree.FilePath, path))
        {
            return null;
        }

        string name = leak.Call.Substring(leak.Call.LastIndexOf('.') + 1);
        var calls = member.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Where(call => WrittenNames.NameOf(call.Expression) == name).ToImmutableArray();
        SourceText text = member.SyntaxTree.GetText();
        if (leak.Text is { } hash)
        {
            var alike = calls.Where(call => LineHash.Of(LineOf(text, call)) == hash).ToImmutableArray();
            if (alike.Length == 1)
            {
                return alike[0];
            }

            hasChanged = alike.IsEmpty;
        }

        if (isOverloaded)
        {
            // The record doesn't tell overloads apart; here its line may, since it only chooses among them.
            return calls.FirstOrDefault(call => text.Lines.GetLineFromPosition(call.SpanStart).LineNumber + 1 == leak.Line);
        }

        return leak.Nth > 0 ? calls.ElementAtOrDefault(leak.Nth - 1)
            : calls.Length == 1 ? calls[0]
            : calls.FirstOrDefault(call => text.Lines.GetLineFromPosition(call.SpanStart).LineNumber + 1 == leak.Line);
    }

    /// <summary>Whether two paths name one file, though they were built in different places.</summary>
    public static bool EndsAlike(string file, string recorded)
    {
        string[] here = Segments(file);
        string[] there = Segments(recorded);
        int common = 0;
        while (common < here.Length && common < there.Length && here[here.Length - 1 - common] == there[there.Length - 1 - common])
        {
            common++;
        }

        // The file's own name at least; a mapped root (/_/, /app/) may differ, and a project may have been moved.
        return common > 0 || here.Length == 0;
    }

    private static string[] Segments(string path) => path.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);

    // Where the name stands: the symbols tell a call's line by its beginning, which a chain may have on another one.
    private static string LineOf(SourceText text, InvocationExpressionSyntax call) => text.Lines.GetLineFromPosition(call.SpanStart).ToString();
}

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Analyzers.Reading;

/// <summary>
/// Finds a name in source by its text. A walk through the nodes makes each of them, for a name that most files don't have: a
/// search of the text costs a hundredth of that. A name that is written with an escape isn't found.
/// </summary>
internal static class WrittenNames
{
    // A document that is edited puts its text together anew for whoever asks.
    private static readonly ConditionalWeakTable<SyntaxTree, string> s_texts = new();

    /// <summary>Tells whether a file has the text anywhere, be it in a comment.</summary>
    public static bool IsIn(SyntaxTree tree, string text, CancellationToken cancellationToken)
        => TextOf(tree, cancellationToken).IndexOf(text, StringComparison.Ordinal) >= 0;

    /// <summary>The places in a piece of code where the name stands as a name, in the order of the text.</summary>
    public static IEnumerable<SimpleNameSyntax> Of(string name, SyntaxNode code, CancellationToken cancellationToken)
    {
        if (name.Length == 0)
        {
            yield break;
        }

        TextSpan span = code.Span;
        string text = TextOf(code.SyntaxTree, cancellationToken);
        int end = span.Start;
        while (text.IndexOf(name, end, span.End - end, StringComparison.Ordinal) is >= 0 and var at)
        {
            end = at + name.Length;
            if (!(at > 0 && IsOfName(text[at - 1])) && !(end < text.Length && IsOfName(text[end]))
                && code.FindToken(at) is { Parent: SimpleNameSyntax found } token
                && token == found.Identifier
                && token.ValueText == name)
            {
                yield return found;
            }
        }
    }

    /// <summary>The calls that are written with the name.</summary>
    public static IEnumerable<InvocationExpressionSyntax> CallsOf(string name, SyntaxNode code, CancellationToken cancellationToken)
    {
        foreach (SimpleNameSyntax written in Of(name, code, cancellationToken))
        {
            if (CallOf(written) is { } call)
            {
                yield return call;
            }
        }
    }

    /// <summary>The name by which a call is written; null where what is called has none.</summary>
    public static string? NameOf(ExpressionSyntax called)
        => called switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => null,
        };

    /// <summary>The call that is written with the name: <c>name()</c>, <c>x.name()</c>, <c>x?.name()</c>.</summary>
    public static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name)
        => name.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Name == name && call.Expression == access => call,
            MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax call } binding when call.Expression == binding => call,
            InvocationExpressionSyntax call when call.Expression == name => call,
            _ => null,
        };

    private static string TextOf(SyntaxTree tree, CancellationToken cancellationToken) => s_texts.GetValue(tree, read => read.GetText(cancellationToken).ToString());

    private static bool IsOfName(char letter) => letter == '_' || char.IsLetterOrDigit(letter);
}

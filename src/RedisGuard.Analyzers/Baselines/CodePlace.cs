using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Analyzers.Baselines;

/// <summary>Names a piece of code by its member, by what it reads, and by its number among those of the member that read the same.</summary>
internal static class CodePlace
{
    private const string TopLevel = "<top-level>";

    // Enough to tell calls apart; a chain of fifty calls is one line all the same.
    private const int LongestCode = 120;

    private static readonly char[] s_wordEnds = { ' ', '.', '?' };

    /// <summary>Describes the code at a span.</summary>
    public static (string Member, string Code, int Nth) Of(SyntaxNode root, TextSpan span)
    {
        SyntaxNode node = root.FindNode(span, findInsideTrivia: false, getInnermostNodeForTie: true);
        SyntaxNode? member = MemberOf(node);
        string code = Read(node, span);
        int nth = Starts(member ?? root, code).Count(start => start < span.Start) + 1;
        return (NameOf(member, node), code, nth);
    }

    /// <summary>Tells whether a file still has an nth piece of code in a member that reads so.</summary>
    public static bool Exists(SyntaxNode root, string member, string code, int nth)
    {
        IEnumerable<SyntaxNode> members = member == TopLevel
            ? new[] { root }
            : root.DescendantNodes(node => node is not (BlockSyntax or ExpressionSyntax)).Where(node => IsMember(node) || node is VariableDeclaratorSyntax)
                .Where(node => NameOf(node is VariableDeclaratorSyntax ? MemberOf(node) : node, node) == member);
        return members.Any(candidate => Starts(MemberOf(candidate) ?? root, code).Count() >= nth);
    }

    /// <summary>The positions at which code of a member begins that reads so.</summary>
    private static IEnumerable<int> Starts(SyntaxNode member, string code)
    {
        string first = FirstWord(code);
        return member.DescendantTokens()
            .Where(token => Word(token) == first && (token.Text == code || Readings(token).Any(reading => reading == code)))
            .Select(token => token.SpanStart);
    }

    // What begins at a token: the nodes from the smallest that starts there to the largest.
    private static IEnumerable<string> Readings(SyntaxToken token)
    {
        for (SyntaxNode? node = token.Parent; node is not null && node.SpanStart == token.SpanStart && !IsMember(node); node = node.Parent)
        {
            yield return Read(node, node.Span);
        }
    }

    private static string Read(SyntaxNode node, TextSpan span)
    {
        var words = new List<string>();
        int length = 0;
        foreach (SyntaxToken token in node.DescendantTokens(span, inner => inner == node || !IsDetail(inner)))
        {
            // A node that begins before the span, such as a declaration whose name is reported, has tokens outside.
            if (!span.Contains(token.Span))
            {
                continue;
            }

            words.Add(Word(token));
            length += token.Span.Length;
            if (length > LongestCode)
            {
                break;
            }
        }

        return string.Join(" ", words).Replace(" . ", ".").Replace(" ?.", "?.");
    }

    // A change of these makes no other finding, and literals may be secrets.
    private static bool IsDetail(SyntaxNode node) => node is BaseArgumentListSyntax or BlockSyntax or InitializerExpressionSyntax or AttributeListSyntax;

    private static string Word(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.NumericLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken => "_",
        _ => token.Text,
    };

    private static string FirstWord(string code)
    {
        int end = code.IndexOfAny(s_wordEnds);
        return end <= 0 ? code : code.Substring(0, end);
    }

    private static bool IsMember(SyntaxNode node) => node is MemberDeclarationSyntax and not GlobalStatementSyntax;

    private static SyntaxNode? MemberOf(SyntaxNode node) => node.AncestorsAndSelf().FirstOrDefault(IsMember);

    private static string NameOf(SyntaxNode? member, SyntaxNode node)
    {
        if (member is null)
        {
            return TopLevel;
        }

        var names = new List<string> { SimpleName(member, node) };
        foreach (SyntaxNode outer in member.Ancestors())
        {
            string? name = outer switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
                BaseNamespaceDeclarationSyntax space => Bare(space.Name),
                _ => null,
            };
            if (name is not null)
            {
                names.Add(name);
            }
        }

        names.Reverse();
        return string.Join(".", names);
    }

    private static string SimpleName(SyntaxNode member, SyntaxNode node) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText + Types(method.ParameterList),
        ConstructorDeclarationSyntax constructor => (constructor.Modifiers.Any(SyntaxKind.StaticKeyword) ? "cctor" : "ctor") + Types(constructor.ParameterList),
        DestructorDeclarationSyntax => "Finalize()",
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        IndexerDeclarationSyntax indexer => "this" + Types(indexer.ParameterList),
        EventDeclarationSyntax @event => @event.Identifier.ValueText,
        OperatorDeclarationSyntax @operator => "operator " + @operator.OperatorToken.ValueText + Types(@operator.ParameterList),
        ConversionOperatorDeclarationSyntax conversion => "operator " + Bare(conversion.Type) + Types(conversion.ParameterList),
        BaseFieldDeclarationSyntax field => (node.AncestorsAndSelf().OfType<VariableDeclaratorSyntax>().LastOrDefault(variable => variable.Parent == field.Declaration)
            ?? field.Declaration.Variables.FirstOrDefault())?.Identifier.ValueText ?? "",
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax @delegate => @delegate.Identifier.ValueText,
        BaseNamespaceDeclarationSyntax space => Bare(space.Name),
        EnumMemberDeclarationSyntax value => value.Identifier.ValueText,
        _ => "",
    };

    private static string Types(BaseParameterListSyntax parameters) => $"({string.Join(",", parameters.Parameters.Select(parameter => parameter.Type is { } type ? Bare(type) : ""))})";

    private static string Bare(SyntaxNode node) => string.Concat(node.DescendantTokens().Select(token => token.Text));
}

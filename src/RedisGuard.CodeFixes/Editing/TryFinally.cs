using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>Statements one step deeper in a <c>try</c>, and what must follow them in its <c>finally</c>. For statements that start a line each.</summary>
/// <param name="outside">The indentation of the statements as they are.</param>
/// <param name="inside">One step more.</param>
/// <param name="lineEnd">The file's line end.</param>
internal sealed class TryFinally(string outside, string inside, SyntaxTrivia lineEnd)
{
    public TryStatementSyntax Around(IEnumerable<StatementSyntax> statements, StatementSyntax end)
        => TryStatement(
            Keyword(SyntaxKind.TryKeyword),
            Braces(statements.Select((statement, index) => Placed(statement, isFirst: index == 0))),
            catches: default,
            Finally(end));

    /// <summary>What an author's own <c>try</c> gets at its end.</summary>
    public FinallyClauseSyntax Finally(StatementSyntax end) => FinallyClause(Keyword(SyntaxKind.FinallyKeyword), Braces([end]));

    /// <summary>A statement of its own, as it is written.</summary>
    public StatementSyntax Line(string statement) => ParseStatement(inside + statement + lineEnd);

    /// <summary>A statement from where it stood.</summary>
    public StatementSyntax Placed(StatementSyntax statement, bool isFirst)
    {
        StatementSyntax placed = Indentation.Change(statement, outside, inside).WithLineEnd(lineEnd);
        return isFirst ? placed.WithLeadingTrivia(placed.GetLeadingTrivia().SkipWhile(Layout.IsEndOfLine)) : placed;
    }

    private SyntaxToken Keyword(SyntaxKind kind) => Token(TriviaList(Whitespace(outside)), kind, TriviaList(lineEnd));

    private BlockSyntax Braces(IEnumerable<StatementSyntax> statements)
        => Block(Keyword(SyntaxKind.OpenBraceToken), List(statements), Keyword(SyntaxKind.CloseBraceToken));
}

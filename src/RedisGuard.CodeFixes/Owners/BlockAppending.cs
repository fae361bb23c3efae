using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>Puts a statement at the end of a disposing block, before what belongs last: the base type's turn, the finalizer, the result.</summary>
internal static class BlockAppending
{
    /// <param name="block">The block.</param>
    /// <param name="lines">The statement, its lines indented against each other by four spaces a step.</param>
    /// <param name="member">What the statement asks: it must do so before the block forgets it.</param>
    /// <param name="lineEnd">The file's line end.</param>
    public static BlockSyntax Append(BlockSyntax block, IEnumerable<string> lines, string member, SyntaxTrivia lineEnd)
    {
        SyntaxList<StatementSyntax> statements = block.Statements;
        int index = statements.Count;
        while (index > 0 && IsLast(statements[index - 1]))
        {
            index--;
        }

        int forgets = statements.IndexOf(statement => Forgets(statement, member));
        index = forgets >= 0 && forgets < index ? forgets : index;
        if (!Layout.StartsLine(block.CloseBraceToken))
        {
            StatementSyntax inline = SyntaxFactory.ParseStatement(string.Join(" ", lines.Select(line => line.Trim()))).WithTrailingTrivia(SyntaxFactory.Space);
            return block.WithStatements(statements.Insert(index, inline));
        }

        string outside = Layout.IndentationOf(block);
        string inside = statements.Count > 0 ? Layout.IndentationOf(statements[0]) : outside + Indentation.Step(outside, outside);
        string step = Indentation.Step(outside, inside);
        StatementSyntax added = SyntaxFactory.ParseStatement(string.Concat(lines.Select(line => inside + line.Replace("    ", step) + lineEnd)));
        if (index < statements.Count && statements[index].GetLeadingTrivia().BeginsWithBlankLine() && index == 0)
        {
            statements = statements.Replace(statements[0], statements[0].WithLeadingTrivia(statements[0].GetLeadingTrivia().SkipWhile(Layout.IsEndOfLine)));
        }

        return block.WithStatements(statements.Insert(index, added));
    }

    // _m = null, in whatever depth, or Exchange(ref _m, null).
    private static bool Forgets(StatementSyntax statement, string member) => statement.DescendantNodes().Any(node => node switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => Names(assignment.Left, member),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => Names(argument.Expression, member),
        _ => false,
    });

    private static bool Names(ExpressionSyntax expression, string member) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == member,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText == member,
        TupleExpressionSyntax tuple => tuple.Arguments.Any(argument => Names(argument.Expression, member)),
        _ => false,
    };

    private static bool IsLast(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax => true,
        ExpressionStatementSyntax expression => expression.DescendantNodes().Any(node => node is BaseExpressionSyntax)
            || expression.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == "SuppressFinalize"),
        _ => false,
    };
}

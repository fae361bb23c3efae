using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>A local that was declared empty for a <c>try</c>, which has gone: <c>X? m = null; m = Open();</c> is <c>X m = Open();</c></summary>
internal static class EmptyDeclaration
{
    /// <param name="edit">The file.</param>
    /// <param name="declaration">The declaration.</param>
    /// <param name="filling">The one statement that fills the local. Nothing happens unless it stands right behind the declaration by now.</param>
    public static void JoinWith(TrackedEdit edit, LocalDeclarationStatementSyntax declaration, StatementSyntax filling)
    {
        if (edit.Current(declaration) is not { Parent: BlockSyntax block, Declaration.Variables: [{ } variable] } empty
            || edit.Current(filling) is not ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Right: { } value } } fill
            || fill.Parent != block
            || block.Statements.IndexOf(fill) != block.Statements.IndexOf(empty) + 1
            || name.Identifier.ValueText != variable.Identifier.ValueText
            || block.DescendantNodes().OfType<AssignmentExpressionSyntax>().Count(assignment => assignment.Left is IdentifierNameSyntax other && other.Identifier.ValueText == name.Identifier.ValueText) > 1
            || empty.GetTrailingTrivia().Any(Layout.IsComment))
        {
            return;
        }

        TypeSyntax type = empty.Declaration.Type is NullableTypeSyntax nullable ? nullable.ElementType.WithTrailingTrivia(nullable.GetTrailingTrivia()) : empty.Declaration.Type;
        VariableDeclaratorSyntax filled = variable.WithIdentifier(variable.Identifier.WithTrailingTrivia(Space))
            .WithInitializer(EqualsValueClause(value).WithEqualsToken(((AssignmentExpressionSyntax)fill.Expression).OperatorToken));
        LocalDeclarationStatementSyntax joined = empty
            .WithDeclaration(empty.Declaration.WithType(type).WithVariables(SingletonSeparatedList(filled)))
            .WithLeadingTrivia(Head(empty.GetLeadingTrivia(), Layout.LineEnd(edit.Root)).Concat(fill.GetLeadingTrivia().SkipWhile(Layout.IsEndOfLine)))
            .WithTrailingTrivia(fill.GetTrailingTrivia());
        edit.Root = edit.Root.ReplaceNode(block, block.WithStatements(block.Statements.Replace(empty, joined).RemoveAt(block.Statements.IndexOf(fill))));
    }

    private static IEnumerable<SyntaxTrivia> Head(SyntaxTriviaList leading, SyntaxTrivia lineEnd) =>
        leading.IsWorthKeeping() ? Layout.UpToLastKept(leading, lineEnd) : leading.TakeWhile(Layout.IsEndOfLine);
}

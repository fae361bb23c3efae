using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>A line in front of a constructor's statement, or of the expression that the constructor consists of.</summary>
internal static class ConstructorLine
{
    /// <summary>The statement of an instance constructor's own block, or the constructor that is nothing but the expression; null elsewhere.</summary>
    public static SyntaxNode? PlaceOf(ExpressionSyntax expression) => expression.Parent switch
    {
        ExpressionStatementSyntax { Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax constructor } } statement when !constructor.Modifiers.Any(SyntaxKind.StaticKeyword) => statement,
        ArrowExpressionClauseSyntax { Parent: ConstructorDeclarationSyntax { Initializer: null } constructor } arrow
            when !constructor.Modifiers.Any(SyntaxKind.StaticKeyword)
                && Layout.StartsLine(constructor.GetFirstToken())
                && !constructor.SemicolonToken.TrailingTrivia.Any(Layout.IsComment)
                && !arrow.ArrowToken.TrailingTrivia.Any(Layout.IsComment) => constructor,
        _ => null,
    };

    /// <param name="edit">The file.</param>
    /// <param name="place">What <see cref="PlaceOf"/> gave.</param>
    /// <param name="line">The statement to put in front.</param>
    public static void PutBefore(TrackedEdit edit, SyntaxNode place, string line)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        switch (edit.Current(place))
        {
            case StatementSyntax statement when Layout.StartsLine(statement.GetFirstToken()):
                edit.Root = edit.Root.ReplaceNode(
                    statement,
                    [
                        ParseStatement(line).WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(lineEnd),
                        statement.WithLeadingTrivia(Whitespace(Layout.IndentationOf(statement))),
                    ]);
                break;
            case StatementSyntax statement:
                edit.Root = edit.Root.ReplaceNode(statement, [ParseStatement(line).WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(Space), statement.WithLeadingTrivia()]);
                break;
            case ConstructorDeclarationSyntax { ExpressionBody: { } arrow } constructor:
                edit.Root = edit.Root.ReplaceNode(constructor, WithBlock(constructor, ParseStatement(line), ExpressionStatement(arrow.Expression.WithoutTrivia()), lineEnd));
                break;
        }
    }

    private static ConstructorDeclarationSyntax WithBlock(ConstructorDeclarationSyntax constructor, StatementSyntax first, StatementSyntax second, SyntaxTrivia lineEnd)
    {
        string outside = Layout.IndentationOf(constructor);
        string inside = outside + Indentation.Step(Layout.IndentationOf(constructor.Parent!), outside);
        return constructor
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithParameterList(constructor.ParameterList.WithTrailingTrivia(lineEnd))
            .WithBody(Block(
                Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Whitespace(outside)).WithTrailingTrivia(lineEnd),
                List(
                [
                    first.WithLeadingTrivia(Whitespace(inside)).WithTrailingTrivia(lineEnd),
                    second.WithLeadingTrivia(Whitespace(inside)).WithTrailingTrivia(lineEnd),
                ]),
                Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Whitespace(outside)).WithTrailingTrivia(constructor.SemicolonToken.TrailingTrivia)));
    }
}

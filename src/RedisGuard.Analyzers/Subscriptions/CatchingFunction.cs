using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Recognises a function that no exception can leave: all it does stands in one <c>try</c> whose <c>catch</c> takes everything and throws nothing.</summary>
internal static class CatchingFunction
{
    public static bool Is(SyntaxNode? function)
        => BodyOf(function) is { } body
            && body.Statements.Where(statement => !IsHarmless(statement)).ToArray() is [TryStatementSyntax attempt]
            && attempt.Catches.Any(TakesEverything)
            && !attempt.Catches.Any(handling => Throws(handling.Block))
            && !(attempt.Finally is { Block: { } last } && (Throws(last) || last.DescendantNodes().Any(node => node is AwaitExpressionSyntax)));

    private static BlockSyntax? BodyOf(SyntaxNode? function)
        => function switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.Block,
            MethodDeclarationSyntax method => method.Body,
            LocalFunctionStatementSyntax local => local.Body,
            _ => null,
        };

    /// <summary><c>catch</c>, <c>catch (Exception e)</c>, no filter.</summary>
    private static bool TakesEverything(CatchClauseSyntax handling)
        => handling is { Filter: null }
            && handling.Declaration?.Type is null or IdentifierNameSyntax { Identifier.ValueText: "Exception" } or QualifiedNameSyntax { Right.Identifier.ValueText: "Exception" };

    private static bool Throws(BlockSyntax block) => block.DescendantNodes().Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax);

    private static bool IsHarmless(StatementSyntax statement)
        => statement is LocalFunctionStatementSyntax or EmptyStatementSyntax or ReturnStatementSyntax { Expression: null }
            || (statement is LocalDeclarationStatementSyntax declaration
                && declaration.Declaration.Variables.All(variable => variable.Initializer?.Value is null or LiteralExpressionSyntax or DefaultExpressionSyntax));
}

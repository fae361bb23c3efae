using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Racing;

/// <summary>Writes Lazy objects and the values they hold.</summary>
internal static class LazyCreation
{
    /// <summary><c>Lazy&lt;T&gt;</c>; null where the framework has none.</summary>
    public static TypeSyntax? TypeOf(ITypeSymbol value, SiteContext context) =>
        context.Model.Compilation.GetTypeByMetadataName("System.Lazy`1") is { } lazy
            ? context.TypeReference(lazy.Construct(value.WithNullableAnnotation(NullableAnnotation.NotAnnotated)))
            : null;

    /// <summary><c>new Lazy&lt;T&gt;(() =&gt; …)</c>, or <c>new(() =&gt; …)</c> without a type.</summary>
    public static ExpressionSyntax New(TypeSyntax? type, CSharpSyntaxNode body, SyntaxToken asyncKeyword = default, SyntaxTriviaList? afterArrow = null)
    {
        ParenthesizedLambdaExpressionSyntax factory = ParenthesizedLambdaExpression(
            asyncKeyword.RawKind == 0 ? default : Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space),
            ParameterList(),
            Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(afterArrow ?? TriviaList(Space)),
            body);
        ArgumentListSyntax arguments = ArgumentList(SingletonSeparatedList(Argument(factory)));
        SyntaxToken keyword = Token(SyntaxKind.NewKeyword);
        return type is null
            ? ImplicitObjectCreationExpression(keyword, arguments, initializer: null)
            : ObjectCreationExpression(keyword.WithTrailingTrivia(Space), type, arguments, initializer: null);
    }

    /// <summary><c>lazy.Value</c></summary>
    public static ExpressionSyntax ValueOf(ExpressionSyntax lazy) =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, lazy.WithoutTrailingTrivia(), IdentifierName("Value"))
            .WithTrailingTrivia(lazy.GetTrailingTrivia());
}

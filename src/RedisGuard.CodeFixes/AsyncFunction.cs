using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes;

/// <summary>Functions that may await.</summary>
internal static class AsyncFunction
{
    /// <summary>Tells whether a method, local function or lambda is async; false for none.</summary>
    public static bool Is(SyntaxNode? function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        BaseMethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    /// <summary>Tells whether the function around a place is async. Top-level statements are one if they await.</summary>
    public static bool IsAround(SyntaxNode place) => Acquisition.FunctionOf(place) is { } function ? Is(function) : IsAmongTopLevelWaits(place);

    private static bool IsAmongTopLevelWaits(SyntaxNode place) =>
        place.FirstAncestorOrSelf<MemberDeclarationSyntax>() is GlobalStatementSyntax { Parent: CompilationUnitSyntax file }
        && file.Members.OfType<GlobalStatementSyntax>().Any(statement => statement
            .DescendantTokens(node => !Acquisition.IsFunction(node))
            .Any(token => token.IsKind(SyntaxKind.AwaitKeyword)));
}

using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// The type by which a member gives a connection to others: <c>ConnectionMultiplexer</c> becomes the interface, which is what the pool
/// gives. All that mention the member must still compile, in this project and those that refer to it.
/// </summary>
internal static class ResultType
{
    public static void Generalize(TrackedEdit edit, ExpressionSyntax given, INamedTypeSymbol connection, FixContext context)
    {
        if (DeclaredFor(ClosingCall.WithoutCasts(given)) is not { } declared
            || declared.Parent is not { } member
            || context.Model.GetDeclaredSymbol(member, context.CancellationToken) is not { } symbol)
        {
            return;
        }

        TypeSyntax? written = declared.DescendantNodesAndSelf().OfType<TypeSyntax>()
            .FirstOrDefault(type => type is SimpleNameSyntax && context.SymbolOf(type) is INamedTypeSymbol { Name: "ConnectionMultiplexer" });
        if (written is not null)
        {
            edit.Replace(written, current => context.TypeReference(connection).WithTriviaFrom(current));
            edit.Reached = symbol.Name;
            edit.IsFileWide = true;
        }
    }

    private static TypeSyntax? DeclaredFor(ExpressionSyntax given)
    {
        bool isGiven = given.Parent is ArrowExpressionClauseSyntax or ReturnStatementSyntax;
        return !isGiven || given.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).Any(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            ? null
            : given.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
            {
                MethodDeclarationSyntax method => method.ReturnType,
                PropertyDeclarationSyntax property => property.Type,
                _ => null,
            };
    }
}

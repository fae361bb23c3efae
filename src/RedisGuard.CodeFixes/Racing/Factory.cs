using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Racing;

/// <summary>The function that opens, where it is handed to code that runs it.</summary>
internal static class Factory
{
    /// <summary>The argument whose lambda the place is in, or whose method group it is; null for a place in a body of its own.</summary>
    public static ArgumentSyntax? ArgumentAt(SyntaxNode site) =>
        site.AncestorsAndSelf().TakeWhile(node => node is not (MemberDeclarationSyntax or LocalFunctionStatementSyntax))
            .FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax) is { } lambda
            ? lambda.Parent as ArgumentSyntax
            : site is InvocationExpressionSyntax ? null : site.FirstAncestorOrSelf<ArgumentSyntax>();
}

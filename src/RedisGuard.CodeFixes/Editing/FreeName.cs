using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>Names for new variables and parameters.</summary>
internal static class FreeName
{
    /// <summary>The first of the names that the member around the place doesn't mention, all top-level statements being one member; null where it mentions all.</summary>
    public static string? Around(SyntaxNode place, params string[] names) =>
        In(place.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax) ?? place.SyntaxTree.GetRoot(), names);

    /// <summary>The first of the names that some code doesn't mention; null where it mentions all.</summary>
    public static string? In(SyntaxNode code, params string[] names)
    {
        var taken = new HashSet<string>(
            code.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);
        return Array.Find(names, name => !taken.Contains(name));
    }
}

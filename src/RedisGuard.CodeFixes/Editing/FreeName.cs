using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>Names for new variables.</summary>
internal static class FreeName
{
    /// <summary>The first of the names that the member around the place doesn't mention; the last of them where it mentions all.</summary>
    public static string Among(SyntaxNode place, params string[] names)
    {
        var taken = new HashSet<string>(place.Ancestors().OfType<MemberDeclarationSyntax>().First().DescendantTokens().Select(token => token.ValueText));
        return names.FirstOrDefault(name => !taken.Contains(name)) ?? names[names.Length - 1];
    }
}

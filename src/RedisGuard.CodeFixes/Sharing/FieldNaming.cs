using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>Names a new private field as the file names its own.</summary>
internal static class FieldNaming
{
    /// <param name="pascalName">The name as it is without any style.</param>
    /// <param name="type">The type that gets the field.</param>
    /// <param name="root">The file that shows the style.</param>
    public static string NameFor(string pascalName, INamedTypeSymbol type, SyntaxNode root)
    {
        string camelName = char.ToLowerInvariant(pascalName[0]) + pascalName.Substring(1);
        string styled = IsPlain(root) ? camelName : "_" + camelName;
        var taken = new HashSet<string>(Taken(type, root), StringComparer.Ordinal);
        string name = styled;
        for (int number = 2; taken.Contains(name); number++)
        {
            name = styled + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    // Fields of instances show it best, then the others; constants are named otherwise.
    private static bool IsPlain(SyntaxNode root)
    {
        FieldDeclarationSyntax[] fields =
        [
            .. root.DescendantNodes().OfType<FieldDeclarationSyntax>().Where(field => !Has(field, SyntaxKind.ConstKeyword)
                && !Has(field, SyntaxKind.PublicKeyword) && !Has(field, SyntaxKind.InternalKeyword) && !Has(field, SyntaxKind.ProtectedKeyword)),
        ];
        FieldDeclarationSyntax? example = fields.FirstOrDefault(field => !Has(field, SyntaxKind.StaticKeyword)) ?? fields.FirstOrDefault();
        string name = example?.Declaration.Variables[0].Identifier.ValueText ?? string.Empty;
        return name.Length > 0 && char.IsLower(name[0]) && !name.StartsWith("s_", StringComparison.Ordinal);
    }

    private static bool Has(FieldDeclarationSyntax field, SyntaxKind modifier) => field.Modifiers.Any(modifier);

    // What would clash, hide or be hidden: members here and inherited, and every name that this file uses for anything.
    private static IEnumerable<string> Taken(INamedTypeSymbol type, SyntaxNode root)
    {
        for (INamedTypeSymbol? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (ISymbol member in declaring.GetMembers())
            {
                yield return member.Name;
            }
        }

        foreach (SyntaxToken token in root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
        {
            yield return token.ValueText;
        }
    }
}

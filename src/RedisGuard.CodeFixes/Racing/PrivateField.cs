using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;

namespace RedisGuard.CodeFixes.Racing;

/// <summary>A private field declared by itself, whose every use is in this file: what it holds can be changed.</summary>
internal sealed class PrivateField
{
    private PrivateField(IFieldSymbol symbol, FieldDeclarationSyntax declaration, IReadOnlyList<ExpressionSyntax> uses)
    {
        Symbol = symbol;
        Declaration = declaration;
        Uses = uses;
    }

    public IFieldSymbol Symbol { get; }

    public FieldDeclarationSyntax Declaration { get; }

    public VariableDeclaratorSyntax Variable => Declaration.Declaration.Variables[0];

    /// <summary>Each mention outside the declaration, with the <c>this.</c> or the type's name before it.</summary>
    public IReadOnlyList<ExpressionSyntax> Uses { get; }

    public static PrivateField? Of(ISymbol? symbol, SiteContext context)
    {
        if (symbol is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsImplicitlyDeclared: false } field
            || field.ContainingType.DeclaringSyntaxReferences.Any(part => part.SyntaxTree != context.Root.SyntaxTree && Mentions(part.GetSyntax(context.CancellationToken), field.Name))
            || field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken)
                is not VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax { Declaration.Variables.Count: 1 } declaration })
        {
            return null;
        }

        IEnumerable<ExpressionSyntax> uses = context.Root.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == field.Name
                && SymbolEqualityComparer.Default.Equals(context.SymbolOf(name)?.OriginalDefinition, field.OriginalDefinition))
            .Select(name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name);
        return new PrivateField(field, declaration, [.. uses]);
    }

    private static bool Mentions(SyntaxNode part, string name) => part.DescendantTokens().Any(token => token.ValueText == name);

    /// <summary>Whether an expression, whatever casts are around it, is a use of the field.</summary>
    public bool IsUse(SyntaxNode node) =>
        Uses.Any(use => use == node || ClosingCall.WithoutCasts(use) == node);
}

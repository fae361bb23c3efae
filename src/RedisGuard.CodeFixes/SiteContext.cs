using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace RedisGuard.CodeFixes;

/// <summary>The one place that a fix is asked for, with what it needs to know of the file around it.</summary>
internal class SiteContext(Document document, SyntaxNode root, SemanticModel model, SyntaxNode site, CancellationToken cancellationToken)
{
    public Document Document { get; } = document;

    public SyntaxNode Root { get; } = root;

    public SemanticModel Model { get; } = model;

    /// <summary>What the diagnostic stands on.</summary>
    public SyntaxNode Site { get; } = site;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public LanguageVersion LanguageVersion => ((CSharpParseOptions)Root.SyntaxTree.Options).LanguageVersion;

    public ISymbol? SymbolOf(SyntaxNode node) => Model.GetSymbolInfo(node, CancellationToken).Symbol;

    /// <summary>The type by its simple name where the file knows it; else one that brings its own using directive, where the file's options want it.</summary>
    public TypeSyntax TypeReference(INamedTypeSymbol type)
    {
        // Asking for an import that isn't needed would leave the blank line that sets imports apart.
        if (!IsInScope(type))
        {
            return (TypeSyntax)SyntaxGenerator.GetGenerator(Document).TypeExpression(type).WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);
        }

        return type.Arity == 0
            ? SyntaxFactory.IdentifierName(type.Name)
            : SyntaxFactory.GenericName(
                SyntaxFactory.Identifier(type.Name),
                SyntaxFactory.TypeArgumentList(SyntaxFactory.SeparatedList(type.TypeArguments.OfType<INamedTypeSymbol>().Select(TypeReference))));
    }

    /// <summary>The same as the receiver of a static member: expressions have no qualified names, only member accesses.</summary>
    public ExpressionSyntax Receiver(INamedTypeSymbol type) => AsExpression(TypeReference(type));

    private static ExpressionSyntax AsExpression(ExpressionSyntax name) => name is QualifiedNameSyntax qualified
        ? qualified.CopyAnnotationsTo(SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, AsExpression(qualified.Left), qualified.Right))!
        : name;

    private bool IsInScope(INamedTypeSymbol type)
    {
        INamedTypeSymbol[] found =
        [
            .. Model.LookupNamespacesAndTypes(Site.SpanStart, name: type.Name).OfType<INamedTypeSymbol>()
                .Where(candidate => candidate.Arity == type.Arity),
        ];
        return found.Length == 1 && SymbolEqualityComparer.Default.Equals(found[0].OriginalDefinition, type.OriginalDefinition);
    }
}

using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Collections that a function makes and keeps to itself: what is put into one is where a variable would hold it. One that
/// is ever handed on, stored or captured is somebody else's as well, and who that is can't be told.
/// </summary>
internal static class LocalCollections
{
    /// <summary>Tells whether a variable holds such a collection from its declaration on.</summary>
    public static bool IsPrivate(ISymbol variable, SemanticModel model, CancellationToken cancellationToken)
        => variable.DeclaringSyntaxReferences is [{ } declaration] && IsPrivate(declaration.GetSyntax(cancellationToken), model, cancellationToken);

    /// <summary>The same, while the collection is still being made: <c>new() { Connect() }</c>.</summary>
    public static bool IsPrivateOnce(SyntaxNode made, SemanticModel model, CancellationToken cancellationToken)
        => made.Parent is EqualsValueClauseSyntax { Parent: { } declarator } && IsPrivate(declarator, model, cancellationToken);

    private static bool IsPrivate(SyntaxNode declaration, SemanticModel model, CancellationToken cancellationToken)
        => declaration is VariableDeclaratorSyntax { Initializer.Value: { } made, Identifier.ValueText: { } name } declarator
            && declarator.SyntaxTree == model.SyntaxTree
            && (made is ArrayCreationExpressionSyntax
                || (made is BaseObjectCreationExpressionSyntax && IsOfSystem(model.GetTypeInfo(made, cancellationToken).Type)))
            && FunctionAround(declarator) is { } function
            && function.DescendantNodes().OfType<IdentifierNameSyntax>().All(use => use.Identifier.ValueText != name || (IsInPlace(use) && FunctionAround(use) == function));

    private static bool IsOfSystem(ITypeSymbol? type) => type is INamedTypeSymbol named && TaskMembers.IsOfCollections(named);

    private static bool IsInPlace(IdentifierNameSyntax use)
        => use.Parent switch
        {
            // The name on the right is some member's.
            MemberAccessExpressionSyntax => true,
            ElementAccessExpressionSyntax access => access.Expression == use,
            CommonForEachStatementSyntax loop => loop.Expression == use,

            // Task.WhenAll(connecting): gives what is in it back.
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" or "WaitAll" } } } => true,
            _ => false,
        };

    /// <summary>The function, or the member, that code stands in.</summary>
    public static SyntaxNode? FunctionAround(SyntaxNode node)
        => node.Ancestors().FirstOrDefault(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax or CompilationUnitSyntax);
}

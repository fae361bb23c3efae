using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Objects that a function makes and keeps to itself, to read and fill their members: what is put into one is where a variable would hold
/// it. One that does anything but be closed, or is ever handed on, stored or captured, may have given itself to somebody.
/// </summary>
internal static class LocalObjects
{
    /// <summary>Tells whether a variable holds such an object from its declaration on.</summary>
    public static bool IsPrivate(ILocalSymbol variable, SemanticModel model, CancellationToken cancellationToken)
        => variable.DeclaringSyntaxReferences is [{ } declaration] && IsPrivate(declaration.GetSyntax(cancellationToken), model, cancellationToken);

    /// <summary>The same, while the object is still being made: <c>new() { Redis = Connect() }</c>.</summary>
    public static bool IsPrivateOnce(SyntaxNode made, SemanticModel model, CancellationToken cancellationToken)
        => made.Parent is EqualsValueClauseSyntax { Parent: { } declarator } && IsPrivate(declarator, model, cancellationToken);

    private static bool IsPrivate(SyntaxNode declaration, SemanticModel model, CancellationToken cancellationToken)
        => declaration is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } made, Identifier.ValueText: { } name } declarator
            && declarator.SyntaxTree == model.SyntaxTree
            && model.GetTypeInfo(made, cancellationToken).Type is { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false }
            && LocalCollections.FunctionAround(declarator) is { } function
            && function.DescendantNodes().OfType<IdentifierNameSyntax>().All(use => use.Identifier.ValueText != name || (IsInPlace(use) && LocalCollections.FunctionAround(use) == function));

    private static bool IsInPlace(IdentifierNameSyntax use)
        => use.Parent switch
        {
            // The name on the right is some member's, as is that on the left of an initializer.
            MemberAccessExpressionSyntax access when access.Expression == use => access.Parent is not InvocationExpressionSyntax || access.Name.Identifier.ValueText is "Dispose" or "DisposeAsync",
            MemberAccessExpressionSyntax => true,
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } filled => filled.Left == use,
            _ => false,
        };
}

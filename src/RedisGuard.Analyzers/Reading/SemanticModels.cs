using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Reading;

/// <summary>
/// The only place that asks a compilation for a semantic model. A model of one's own binds code that the compiler has bound already: ask
/// only about code that a rule is about (a helper that opens, a type that keeps a connection), never in an action that each call runs.
/// </summary>
internal static class SemanticModels
{
    /// <summary>The model of a tree of the compilation.</summary>
    public static SemanticModel ModelOf(this Compilation compilation, SyntaxTree tree)
#pragma warning disable RS1030 // Asked on demand and about few files. The compiler's own driver keeps the model for all who ask.
        => compilation.GetSemanticModel(tree);
#pragma warning restore RS1030

    /// <summary>Tells whether a name in the model's code surely is another type's, or a namespace's. Looks the name up, and binds nothing of the code around it.</summary>
    public static bool IsAnothers(this SemanticModel model, TypeSyntax name, INamedTypeSymbol type)
        => model.GetSpeculativeSymbolInfo(name.SpanStart, name, SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol is INamespaceOrTypeSymbol named
            && !SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, type);

    /// <summary>The type of an expression by itself, so that the body around it need not be bound; null where it can't be told so.</summary>
    public static ITypeSymbol? TypeAlone(this SemanticModel model, ExpressionSyntax expression)
        => model.GetSpeculativeTypeInfo(expression.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Type is { TypeKind: not TypeKind.Error } type ? type : null;

    /// <summary>The method that a call calls, likewise.</summary>
    public static IMethodSymbol? MethodAlone(this SemanticModel model, InvocationExpressionSyntax call)
        => model.GetSpeculativeSymbolInfo(call.SpanStart, call, SpeculativeBindingOption.BindAsExpression).Symbol as IMethodSymbol;

    /// <summary>The member around a node: the method or property, not the lambda in it.</summary>
    public static ISymbol? MemberAround(this SemanticModel model, SyntaxNode node, CancellationToken cancellationToken)
    {
        ISymbol? symbol = model.GetEnclosingSymbol(node.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }

    /// <summary>The operation of a node of the compilation; null for a node that is none, or that stands in another compilation.</summary>
    public static IOperation? OperationOf(this Compilation compilation, SyntaxNode node, CancellationToken cancellationToken)
        => compilation.ContainsSyntaxTree(node.SyntaxTree) ? compilation.ModelOf(node.SyntaxTree).GetOperation(node, cancellationToken) : null;
}

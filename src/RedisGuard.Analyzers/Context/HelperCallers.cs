using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Context;

/// <summary>Finds the calls of a helper, each with the member that makes it. Thread-safe.</summary>
internal sealed class HelperCallers
{
    private readonly Compilation _compilation;

    public HelperCallers(Compilation compilation) => _compilation = compilation;

    /// <summary>Tells whether nobody outside the compilation can name a static method: it, or a type around it, isn't public.</summary>
    public static bool IsStaticOfCompilation(IMethodSymbol method)
    {
        if (method is not { IsStatic: true, MethodKind: MethodKind.Ordinary })
        {
            return false;
        }

        for (ISymbol? current = method; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The calls in the helper's own type.</summary>
    public List<(IOperation Call, ISymbol Member)> InType(IMethodSymbol helper, CancellationToken cancellationToken)
    {
        var callers = new List<(IOperation Call, ISymbol Member)>();
        foreach (SyntaxReference reference in helper.ContainingType.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = reference.GetSyntax(cancellationToken);
            SemanticModel? model = null;
            foreach (InvocationExpressionSyntax call in WrittenNames.CallsOf(helper.Name, declaration, cancellationToken))
            {
                model ??= ModelOf(declaration.SyntaxTree);
                if (model.GetOperation(call, cancellationToken) is IInvocationOperation operation
                    && SymbolEqualityComparer.Default.Equals(operation.TargetMethod.OriginalDefinition, helper))
                {
                    Add(callers, helper, operation, EnclosingMember(model, call, cancellationToken));
                }
            }
        }

        return callers;
    }

    /// <summary>The calls anywhere in the compilation; null where the helper is handed on as a delegate, as nobody knows who calls it then.</summary>
    public List<(IOperation Call, ISymbol Member)>? Anywhere(IMethodSymbol helper, CancellationToken cancellationToken)
    {
        var callers = new List<(IOperation Call, ISymbol Member)>();
        foreach (SyntaxTree tree in _compilation.SyntaxTrees)
        {
            if (!WrittenNames.IsIn(tree, helper.Name, cancellationToken))
            {
                continue;
            }

            SemanticModel? model = null;
            foreach (SimpleNameSyntax name in WrittenNames.Of(helper.Name, tree.GetRoot(cancellationToken), cancellationToken))
            {
                model ??= ModelOf(tree);
                if (model.GetSymbolInfo(name, cancellationToken).Symbol is not IMethodSymbol named
                    || !SymbolEqualityComparer.Default.Equals((named.ReducedFrom ?? named).OriginalDefinition, helper))
                {
                    continue;
                }

                if (WrittenNames.CallOf(name) is not { } call
                    || model.GetOperation(call, cancellationToken) is not { } operation
                    || EnclosingMember(model, call, cancellationToken) is not { } member)
                {
                    return null;
                }

                Add(callers, helper, operation, member);
            }
        }

        return callers;
    }

    private static void Add(List<(IOperation Call, ISymbol Member)> callers, IMethodSymbol helper, IOperation call, ISymbol? member)
    {
        if (member is not null && !SymbolEqualityComparer.Default.Equals(member, helper))
        {
            callers.Add((call, member));
        }
    }

#pragma warning disable RS1030 // Asked only of a helper that opens a connection itself, so that ordinary code doesn't pay for a model.
    private SemanticModel ModelOf(SyntaxTree tree) => _compilation.GetSemanticModel(tree);
#pragma warning restore RS1030

    private static ISymbol? EnclosingMember(SemanticModel model, SyntaxNode node, CancellationToken cancellationToken)
    {
        ISymbol? symbol = model.GetEnclosingSymbol(node.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }
}

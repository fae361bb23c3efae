using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Context;

/// <summary>Finds the calls of a helper, each with the member that makes it. Thread-safe.</summary>
internal sealed class HelperCallers
{
    /// <summary>Places bound for one helper before the search gives up: a name like «Execute» may stand everywhere.</summary>
    private const int MaxAsked = 200;

    private readonly Compilation _compilation;

    public HelperCallers(Compilation compilation) => _compilation = compilation;

    /// <summary>
    /// The symbols by which a method can be called, where nobody outside the compilation can name any of them: itself, what it overrides,
    /// the interface members that it implements. Empty where somebody can.
    /// </summary>
    public static ImmutableArray<IMethodSymbol> NamesInCompilation(IMethodSymbol method)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) || !(IsOfCompilation(method) || method.MethodKind == MethodKind.ExplicitInterfaceImplementation))
        {
            return ImmutableArray<IMethodSymbol>.Empty;
        }

        ImmutableArray<IMethodSymbol>.Builder names = ImmutableArray.CreateBuilder<IMethodSymbol>();
        for (IMethodSymbol? current = method; current is not null; current = current.OverriddenMethod)
        {
            names.Add(current.OriginalDefinition);
        }

        foreach (INamedTypeSymbol implemented in method.IsStatic ? ImmutableArray<INamedTypeSymbol>.Empty : method.ContainingType.AllInterfaces)
        {
            foreach (ISymbol member in implemented.GetMembers())
            {
                if (member is IMethodSymbol asked && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(asked), method))
                {
                    names.Add(asked.OriginalDefinition);
                }
            }
        }

        return names.Skip(1).All(name => !name.DeclaringSyntaxReferences.IsEmpty && IsOfCompilation(name)) ? names.ToImmutable() : ImmutableArray<IMethodSymbol>.Empty;
    }

    /// <summary>Tells whether the method, or a type around it, isn't public.</summary>
    private static bool IsOfCompilation(IMethodSymbol method)
    {
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
                model ??= _compilation.ModelOf(declaration.SyntaxTree);
                if (model.GetOperation(call, cancellationToken) is IInvocationOperation operation
                    && SymbolEqualityComparer.Default.Equals(operation.TargetMethod.OriginalDefinition, helper))
                {
                    Add(callers, helper, operation, EnclosingMember(model, call, cancellationToken));
                }
            }
        }

        return callers;
    }

    /// <summary>The calls anywhere in the compilation; null where the helper is handed on as a delegate, as nobody knows who calls it then, and where too many places are written with its name to ask them all.</summary>
    public List<(IOperation Call, ISymbol Member)>? Anywhere(ImmutableArray<IMethodSymbol> names, CancellationToken cancellationToken)
    {
        var callers = new List<(IOperation Call, ISymbol Member)>();
        string written = names[0].MethodKind == MethodKind.ExplicitInterfaceImplementation ? names[names.Length - 1].Name : names[0].Name;
        int asked = 0;
        foreach (SyntaxTree tree in _compilation.SyntaxTrees)
        {
            if (!WrittenNames.IsIn(tree, written, cancellationToken))
            {
                continue;
            }

            SemanticModel? model = null;
            foreach (SimpleNameSyntax name in WrittenNames.Of(written, tree.GetRoot(cancellationToken), cancellationToken))
            {
                if (++asked > MaxAsked)
                {
                    return null;
                }

                model ??= _compilation.ModelOf(tree);
                if (model.GetSymbolInfo(name, cancellationToken).Symbol is not IMethodSymbol named
                    || !names.Contains((named.ReducedFrom ?? named).OriginalDefinition, SymbolEqualityComparer.Default))
                {
                    continue;
                }

                if (WrittenNames.CallOf(name) is not { } call
                    || model.GetOperation(call, cancellationToken) is not { } operation
                    || EnclosingMember(model, call, cancellationToken) is not { } member)
                {
                    return null;
                }

                Add(callers, names[0], operation, member);
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

using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Finds what the sources give for a constructor's parameter, in each <c>new</c>, <c>: this(…)</c> and <c>: base(…)</c>. Thread-safe.</summary>
internal sealed class ConstructorArguments
{
    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<(IMethodSymbol? Constructor, ImmutableArray<IArgumentOperation> Arguments)>> _known = new(SymbolEqualityComparer.Default);

    public ConstructorArguments(Compilation compilation) => _compilation = compilation;

    /// <summary>All of them; empty where there are none, or where others make such objects too: a container, a copy by <c>with</c>.</summary>
    /// <param name="parameter">The constructor's parameter.</param>
    /// <param name="made">The type whose objects are meant: the constructor's, or one derived from it, whose constructors alone count then.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    public IReadOnlyList<IOperation> For(IParameterSymbol parameter, INamedTypeSymbol made, CancellationToken cancellationToken)
    {
        var constructor = (IMethodSymbol)parameter.ContainingSymbol.OriginalDefinition;
        INamedTypeSymbol type = constructor.ContainingType;
        INamedTypeSymbol? derived = Derived(type, made);
        IEnumerable<(IMethodSymbol? Constructor, ImmutableArray<IArgumentOperation> Arguments)> calls = derived is not null
            ? Initializers(derived, cancellationToken)
            : _known.GetOrAdd(type, _ => Calls(type, cancellationToken));
        var given = new List<IOperation>();
        foreach ((_, ImmutableArray<IArgumentOperation> arguments) in calls.Where(call => SymbolEqualityComparer.Default.Equals(call.Constructor?.OriginalDefinition, constructor)))
        {
            if (arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is not { ArgumentKind: ArgumentKind.Explicit } argument)
            {
                return ImmutableArray<IOperation>.Empty;
            }

            given.Add(argument.Value);
        }

        return given;
    }

    /// <summary>The type that stands directly over the base on the way down to the one that is meant; null where they are the same.</summary>
    private static INamedTypeSymbol? Derived(INamedTypeSymbol type, INamedTypeSymbol made)
    {
        for (INamedTypeSymbol? current = made.OriginalDefinition; current?.BaseType is { } parent; current = parent.OriginalDefinition)
        {
            if (SymbolEqualityComparer.Default.Equals(parent.OriginalDefinition, type))
            {
                return current;
            }
        }

        return null;
    }

    private IEnumerable<(IMethodSymbol? Constructor, ImmutableArray<IArgumentOperation> Arguments)> Initializers(INamedTypeSymbol derived, CancellationToken cancellationToken)
        => derived.DeclaringSyntaxReferences
            .Where(reference => _compilation.ContainsSyntaxTree(reference.SyntaxTree))
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<TypeDeclarationSyntax>()
            .SelectMany(type => type.ChildNodes().SelectMany(child => child is BaseListSyntax or ConstructorDeclarationSyntax ? child.ChildNodes() : Enumerable.Empty<SyntaxNode>()))
            .Where(node => node is PrimaryConstructorBaseTypeSyntax or ConstructorInitializerSyntax)
            .Select(node => Called(_compilation.ModelOf(node.SyntaxTree).GetOperation(node, cancellationToken)));

    private ImmutableArray<(IMethodSymbol? Constructor, ImmutableArray<IArgumentOperation> Arguments)> Calls(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var calls = ImmutableArray.CreateBuilder<(IMethodSymbol? Constructor, ImmutableArray<IArgumentOperation> Arguments)>();
        foreach (SyntaxTree tree in _compilation.SyntaxTrees.Where(tree => WrittenNames.IsIn(tree, type.Name, cancellationToken)))
        {
            SemanticModel model = _compilation.ModelOf(tree);
            foreach (SyntaxNode node in tree.GetRoot(cancellationToken).DescendantNodes())
            {
                if (IsMadeByOthers(node, type, model, cancellationToken) || IsForOutsiders(node, type, model, cancellationToken))
                {
                    return ImmutableArray<(IMethodSymbol? Constructor, ImmutableArray<IArgumentOperation> Arguments)>.Empty;
                }

                if (node is BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax)
                {
                    calls.Add(Called(model.GetOperation(node, cancellationToken)));
                }
            }
        }

        return calls.ToImmutable();
    }

    /// <summary><c>services.AddScoped&lt;IStore, Store&gt;()</c>, <c>typeof(Store)</c>, <c>store with { … }</c></summary>
    private static bool IsMadeByOthers(SyntaxNode node, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellationToken)
    {
        return node switch
        {
            WithExpressionSyntax copy => Is(copy),
            TypeOfExpressionSyntax named => Is(named.Type),
            GenericNameSyntax name => IsOfCall(name) && name.TypeArgumentList.Arguments.Any(argument => argument.DescendantTokens().Any(token => token.ValueText == type.Name) && Is(argument)),
            _ => false,
        };

        bool Is(ExpressionSyntax written) => SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(written, cancellationToken).Type?.OriginalDefinition, type);
    }

    /// <summary><c>public Store(string host) : this(Connect(host))</c>, beside a public constructor that takes a connection: the other is for callers elsewhere.</summary>
    private static bool IsForOutsiders(SyntaxNode node, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellationToken)
        => node is ConstructorInitializerSyntax { ThisOrBaseKeyword.ValueText: "this" }
            && model.GetSymbolInfo(node, cancellationToken).Symbol is IMethodSymbol { DeclaredAccessibility: Accessibility.Public } chained
            && SymbolEqualityComparer.Default.Equals(chained.ContainingType.OriginalDefinition, type)
            && type.DeclaredAccessibility == Accessibility.Public;

    private static bool IsOfCall(GenericNameSyntax name)
        => name.Parent is InvocationExpressionSyntax or MemberBindingExpressionSyntax || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name);

    private static (IMethodSymbol? Constructor, ImmutableArray<IArgumentOperation> Arguments) Called(IOperation? call)
        => call switch
        {
            IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
            IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Constructor } constructor } chained => (constructor, chained.Arguments),
            IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Constructor } constructor } chained } => (constructor, chained.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
}

using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Types whose connection is somebody else's whoever makes them: a container, since the one public constructor asks for the interface
/// that containers register and no code here calls it; or code that gives each what it was itself given. What such a type closes when
/// it is disposed is everybody's.
/// </summary>
internal sealed class InjectedTypes
{
    private readonly RedisSymbols _symbols;
    private readonly Provenance _provenance;

    public InjectedTypes(RedisSymbols symbols, Provenance provenance)
    {
        _symbols = symbols;
        _provenance = provenance;
    }

    public bool IsGivenBorrowed(INamedTypeSymbol type, ISymbol kept, CancellationToken cancellationToken)
        => type is { IsAbstract: false, InstanceConstructors: [{ DeclaredAccessibility: Accessibility.Public or Accessibility.Internal } constructor] }
            && constructor.DeclaringSyntaxReferences is [{ } declared]
            // A primary constructor's parameter, kept under whatever name, is the type's own; what a base type keeps of it is the base's.
            && (declared.GetSyntax(cancellationToken) is ConstructorDeclarationSyntax || !SymbolEqualityComparer.Default.Equals(kept.ContainingType.OriginalDefinition, type.OriginalDefinition))
            && constructor.Parameters.FirstOrDefault(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, _symbols.ConnectionMultiplexerInterface)) is { } given
            && !SymbolEqualityComparer.Default.Equals(TypeOf(kept), _symbols.ConnectionMultiplexer)
            && IsGivenBorrowed(type, constructor, given, cancellationToken);

    private bool IsGivenBorrowed(INamedTypeSymbol type, IMethodSymbol constructor, IParameterSymbol parameter, CancellationToken cancellationToken)
    {
        SyntaxNode[] creations = CreationsOf(type.Name, cancellationToken).ToArray();
        return creations.Length == 0
            ? constructor.DeclaredAccessibility == Accessibility.Public
            : creations.All(creation => GivesBorrowed(creation, constructor, parameter, cancellationToken));
    }

    /// <summary>Whether a creation hands on what its own type was given, or what a container gave it.</summary>
    private bool GivesBorrowed(SyntaxNode creation, IMethodSymbol constructor, IParameterSymbol parameter, CancellationToken cancellationToken)
    {
#pragma warning disable RS1030 // Only of types that close what they are given.
        SemanticModel model = _symbols.Compilation.GetSemanticModel(creation.SyntaxTree);
#pragma warning restore RS1030
        return model.GetOperation(creation, cancellationToken) is IObjectCreationOperation operation
            && (!SymbolEqualityComparer.Default.Equals(operation.Constructor?.OriginalDefinition, constructor)
                || (operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { } given
                    && MemberAround(model, creation, cancellationToken) is { } member
                    && _provenance.Of(given.Value, member, cancellationToken) is { Count: > 0 } origins
                    && origins.All(origin => origin.Kind is OriginKind.Given or OriginKind.BehindGiven or OriginKind.Container or OriginKind.Pool or OriginKind.KeptByType
                        || origin is { Kind: OriginKind.Parameter, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } around } } && !SymbolEqualityComparer.Default.Equals(around, member))));
    }

    /// <summary>By name, over all sources: asked only of a type that closes what it was given.</summary>
    private IEnumerable<SyntaxNode> CreationsOf(string name, CancellationToken cancellationToken)
        => _symbols.Compilation.SyntaxTrees.Where(tree => WrittenNames.IsIn(tree, name, cancellationToken)).SelectMany(tree => tree.GetRoot(cancellationToken).DescendantNodes().Where(node => node switch
        {
            ObjectCreationExpressionSyntax creation => Names(creation.Type, name),
            ImplicitObjectCreationExpressionSyntax => Names(TargetOf(node), name),
            BaseTypeSyntax declared => Names(declared.Type, name),
            _ => false,
        }));

    /// <summary>What <c>new(…)</c> may make, as far as it is written nearby.</summary>
    private static TypeSyntax? TargetOf(SyntaxNode creation)
        => creation.Ancestors()
            .Select(ancestor => ancestor switch
            {
                VariableDeclarationSyntax declaration => declaration.Type,
                BasePropertyDeclarationSyntax property => property.Type,
                MethodDeclarationSyntax method => method.ReturnType,
                LocalFunctionStatementSyntax function => function.ReturnType,
                _ => null,
            })
            .FirstOrDefault(type => type is { IsVar: false });

    private static ISymbol? MemberAround(SemanticModel model, SyntaxNode node, CancellationToken cancellationToken)
    {
        ISymbol? symbol = model.GetEnclosingSymbol(node.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }

    private static bool Names(TypeSyntax? type, string name) => type?.DescendantTokens().Any(token => token.ValueText == name) == true;

    private static ITypeSymbol? TypeOf(ISymbol kept) => kept switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}

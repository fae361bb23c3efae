using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Origins;

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
    private readonly Creations _creations;

    public InjectedTypes(Provenance provenance)
    {
        _symbols = provenance.Symbols;
        _provenance = provenance;
        _creations = new Creations(provenance.Symbols.Compilation);
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
        => _creations.Of(type, cancellationToken) is { } creations
            && (creations.Count == 0
                ? constructor.DeclaredAccessibility == Accessibility.Public
                : creations.All(creation => GivesBorrowed(creation, constructor, parameter, cancellationToken)));

    /// <summary>Whether a creation hands on what its own type was given, or what a container gave it.</summary>
    private bool GivesBorrowed(Creation creation, IMethodSymbol constructor, IParameterSymbol parameter, CancellationToken cancellationToken)
        => !SymbolEqualityComparer.Default.Equals(creation.Operation.Constructor?.OriginalDefinition, constructor)
            || (creation.Operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { } given
                && _provenance.Of(given.Value, creation.Member, cancellationToken) is { Count: > 0 } origins
                && origins.All(origin => !origin.IsPart && (origin.Kind is OriginKind.Given or OriginKind.BehindGiven or OriginKind.Container or OriginKind.Pool or OriginKind.KeptByType
                    || origin is { Kind: OriginKind.Parameter, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } around } } && !SymbolEqualityComparer.Default.Equals(around, creation.Member))));

    private static ITypeSymbol? TypeOf(ISymbol kept) => kept switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}

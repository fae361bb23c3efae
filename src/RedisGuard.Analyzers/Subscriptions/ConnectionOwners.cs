using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Origins;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// The policy of subscriptions over provenance: which origins make a connection this code's own. One is enough. What is subscribed on such a
/// connection ends with it, and whether it is closed is the connection rules' question. A private helper is given what its callers have.
/// </summary>
internal sealed class ConnectionOwners
{
    /// <summary>A field of a field, a helper of a helper: further than that nobody reads either.</summary>
    private const int MaxSteps = 3;

    private readonly Provenance _provenance;
    private readonly Creations _creations;

    public ConnectionOwners(Provenance provenance)
    {
        _provenance = provenance;
        _creations = new Creations(provenance.Symbols.Compilation);
    }

    /// <param name="connection">The connection, or what was asked of it; null is anybody's.</param>
    /// <param name="member">The member in whose code it stands.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public ConnectionOwner Of(IOperation? connection, ISymbol member, CancellationToken cancellationToken)
        => Of(connection, member, MaxSteps, cancellationToken);

    private ConnectionOwner Of(IOperation? connection, ISymbol member, int steps, CancellationToken cancellationToken)
    {
        if (connection is null || member.ContainingType is not { } type)
        {
            return ConnectionOwner.Foreign;
        }

        ImmutableHashSet<Origin> origins = _provenance.Of(connection, member, cancellationToken);
        var owners = origins
            .Select(origin => origin.Kind == OriginKind.Opened ? ConnectionOwner.Scope
                : IsOf(type, origin, steps, cancellationToken) ? ConnectionOwner.Type
                : OfArguments(origin, steps, cancellationToken))
            .ToImmutableHashSet();
        return owners.Contains(ConnectionOwner.Scope) ? ConnectionOwner.Scope
            : owners.Contains(ConnectionOwner.Type) ? ConnectionOwner.Type
            : ConnectionOwner.Foreign;
    }

    /// <summary><c>var mux = Connect(); Watch(mux);</c>: whose a private helper's parameter is, where every caller gives it one of its own.</summary>
    private ConnectionOwner OfArguments(Origin origin, int steps, CancellationToken cancellationToken)
    {
        if (steps == 0
            || origin is not { Kind: OriginKind.Parameter, IsPart: false, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol helper } parameter }
            || helper is not ({ MethodKind: MethodKind.LocalFunction } or { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private }))
        {
            return ConnectionOwner.Foreign;
        }

        var owners = _provenance.Sources.ArgumentsFor(parameter, helper, cancellationToken)
            .Select(given => Of(given.Argument, given.Caller, steps - 1, cancellationToken))
            .ToImmutableHashSet();
        return owners.IsEmpty || owners.Contains(ConnectionOwner.Foreign) ? ConnectionOwner.Foreign
            : owners.Contains(ConnectionOwner.Type) ? ConnectionOwner.Type
            : ConnectionOwner.Scope;
    }

    /// <summary>Tells whether the type fills one of its members with what it opens, or is made with a connection that is opened for it.</summary>
    private bool IsOf(INamedTypeSymbol type, Origin origin, int steps, CancellationToken cancellationToken)
        => origin.Symbol switch
        {
            IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } given => IsMadeWithFresh(type, given, cancellationToken),
            IFieldSymbol or IPropertySymbol when steps > 0 && origin is { Kind: OriginKind.Given or OriginKind.Kept or OriginKind.BehindGiven, Symbol.IsStatic: false } =>
                _provenance.OfFills(origin.Symbol, type, cancellationToken).Any(fill => fill.Kind == OriginKind.Opened || IsOf(type, fill, steps - 1, cancellationToken)),
            _ => false,
        };

    /// <summary><c>new Listener(ConnectionMultiplexer.Connect(host))</c>: whoever makes one opens a connection for it alone.</summary>
    private bool IsMadeWithFresh(INamedTypeSymbol type, IParameterSymbol parameter, CancellationToken cancellationToken)
        => _creations.Of(type, cancellationToken) is { Count: > 0 } creations
            && creations.All(creation => creation.Operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { } given
                && SymbolEqualityComparer.Default.Equals(creation.Operation.Constructor?.OriginalDefinition, parameter.ContainingSymbol.OriginalDefinition)
                && _provenance.Opens(given.Value, cancellationToken));
}

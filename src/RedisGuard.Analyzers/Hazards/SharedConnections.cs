using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Origins;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>
/// RG4001's policy over provenance: which origins make a connection one that other callers use as well. Every origin that it may have must; what
/// this code opened or rented is its own. Three things are taken at their word: a name that says «dedicated», the key of a service, the callers of
/// a private helper.
/// </summary>
internal sealed class SharedConnections
{
    /// <summary>A helper of a helper, a field of a field: further than that nobody reads either.</summary>
    private const int MaxSteps = 4;

    private static readonly ImmutableHashSet<string> s_keyed = ImmutableHashSet.Create("FromKeyedServices");

    private readonly Provenance _provenance;

    public SharedConnections(Provenance provenance) => _provenance = provenance;

    public bool Contain(IOperation connection, ISymbol member, CancellationToken cancellationToken)
        => Contain(connection, member, MaxSteps, cancellationToken);

    private bool Contain(IOperation connection, ISymbol member, int steps, CancellationToken cancellationToken)
    {
        ImmutableHashSet<Origin> origins = _provenance.Of(connection, member, out IReadOnlyCollection<ISymbol> passed, cancellationToken);
        return steps > 0
            && !passed.Any(SaysDedicated)
            && origins.Any(origin => origin.Kind != OriginKind.Nothing)
            && origins.All(origin => origin.Kind == OriginKind.Nothing || IsShared(origin, connection, steps, cancellationToken));
    }

    private bool IsShared(Origin origin, IOperation? connection, int steps, CancellationToken cancellationToken)
    {
        if (origin.IsPart || (origin.Symbol is { } through && SaysDedicated(through)) || (origin.Copy is { } copy && SaysDedicated(copy)))
        {
            return false;
        }

        return origin.Kind switch
        {
            OriginKind.Parameter or OriginKind.BehindGiven when origin.Symbol is IParameterSymbol parameter => IsShared(parameter, connection, steps, cancellationToken),
            OriginKind.Given or OriginKind.Kept or OriginKind.BehindGiven => IsShared(origin.Symbol!, steps, cancellationToken),
            // A service with a key is mostly one for a purpose.
            OriginKind.Container => origin.Symbol!.Name.IndexOf("Keyed", StringComparison.Ordinal) < 0,
            // A lease's, a dedicated connection's: whoever has it has it alone.
            OriginKind.Pool => SymbolEqualityComparer.Default.Equals(origin.Symbol!.ContainingType, _provenance.Symbols.Pool)
                && (origin.Symbol is IPropertySymbol || origin.Symbol.Name.StartsWith("Get", StringComparison.Ordinal)),
            OriginKind.KeptByType => true,
            _ => false,
        };
    }

    private bool IsShared(IParameterSymbol parameter, IOperation? connection, int steps, CancellationToken cancellationToken)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method)
        {
            return IsOfEndpoint(parameter, connection);
        }

        // What an extension is called on is its callers' business.
        if (method.IsExtensionMethod && parameter.Ordinal == 0)
        {
            return false;
        }

        // What a helper is given is told by who calls it, where all of them are in sight.
        return !(method.MethodKind == MethodKind.LocalFunction || method is { MethodKind: MethodKind.Ordinary or MethodKind.Constructor, DeclaredAccessibility: Accessibility.Private })
            || _provenance.Sources.ArgumentsFor(parameter, method, cancellationToken).All(given => Contain(given.Argument, given.Caller, steps - 1, cancellationToken));
    }

    private static bool IsOfEndpoint(IParameterSymbol parameter, IOperation? use)
    {
        for (IOperation? current = use; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, parameter.ContainingSymbol))
            {
                return DelegateRole.Of(lambda) is { Frequency: OpeningFrequency.PerCall };
            }
        }

        return false;
    }

    /// <summary>A member whose type fills it with what is shared, or with what it opens itself and uses for more than commands that block.</summary>
    private bool IsShared(ISymbol kept, int steps, CancellationToken cancellationToken)
    {
        if (steps == 0 || kept.ContainingType is not { } type)
        {
            return false;
        }

        bool isOpened = false;
        foreach (Origin fill in _provenance.OfFills(kept, type, out IReadOnlyCollection<ISymbol> passed, cancellationToken))
        {
            if (fill is { Kind: OriginKind.Opened, IsPart: false })
            {
                isOpened = true;
            }
            else if (passed.Any(SaysDedicated) || (fill.Kind != OriginKind.Nothing && !IsShared(fill, connection: null, steps - 1, cancellationToken)))
            {
                return false;
            }
        }

        return !(isOpened && DedicatedMembers.Contains(kept, cancellationToken));
    }

    private static bool SaysDedicated(ISymbol symbol)
        => Says(symbol.Name, "block") || Says(symbol.Name, "dedicated") || Says(symbol.Name, "exclusive") || AttributeNames.HasAny(symbol, s_keyed);

    private static bool Says(string name, string word) => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}

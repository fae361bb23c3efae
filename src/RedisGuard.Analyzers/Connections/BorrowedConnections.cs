using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// RG1007's policy over provenance: which origins make a connection somebody else's to close. Every origin that it may have must; one
/// that it may own, or that can't be told, makes the rule silent.
/// </summary>
internal sealed class BorrowedConnections
{
    private readonly RedisSymbols _symbols;
    private readonly Provenance _provenance;
    private readonly InjectedTypes _injected;

    public BorrowedConnections(Provenance provenance)
    {
        _symbols = provenance.Symbols;
        _provenance = provenance;
        _injected = new InjectedTypes(provenance);
    }

    /// <summary>A helper's helper: further than that nobody reads either.</summary>
    private const int MaxHelpers = 2;

    /// <summary>The origin of a borrowed connection, in the words of a message; null where it is, or may be, this code's own.</summary>
    /// <param name="connection">What is closed.</param>
    /// <param name="place">The closing call, or what a <c>using</c> closes.</param>
    /// <param name="member">The member around it.</param>
    /// <param name="frequency">How often the code runs.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public BorrowedOrigin? Origin(IOperation connection, IOperation place, ISymbol member, Lazy<CallContext> frequency, CancellationToken cancellationToken)
        => Origin(connection, place, member, frequency, MaxHelpers, cancellationToken);

    private BorrowedOrigin? Origin(IOperation connection, IOperation place, ISymbol member, Lazy<CallContext> frequency, int helpers, CancellationToken cancellationToken)
    {
        string? words = null;
        bool isCopy = false;
        ImmutableHashSet<Origin> origins = _provenance.Of(connection, member, out IReadOnlyCollection<ISymbol> passed, cancellationToken);
        if (passed.Any(step => step is IMethodSymbol or IPropertySymbol && !GivesView(step) && !OwnMembers.Contain(step, member)))
        {
            // Another type's helper knows for whom it gives a connection. Who asks it for a database gets none to close.
            return null;
        }

        foreach (Origin origin in origins.OrderBy(origin => origin.Kind).ThenBy(origin => origin.Symbol?.Name))
        {
            if (origin.Kind == OriginKind.Nothing)
            {
                continue;
            }

            if (Words(origin, connection, place, member, frequency, helpers, cancellationToken) is not { } those)
            {
                return null;
            }

            words ??= those.Words;
            isCopy |= those.IsCopy;
        }

        return words is null ? null : new BorrowedOrigin(words, isCopy);
    }

    private bool GivesView(ISymbol step)
        => _symbols.Connections.IsView(step is IMethodSymbol method ? method.ReturnType : ((IPropertySymbol)step).Type);

    private BorrowedOrigin? Words(Origin origin, IOperation connection, IOperation place, ISymbol member, Lazy<CallContext> frequency, int helpers, CancellationToken cancellationToken)
    {
        switch (origin.Kind)
        {
            // What another object gives may be that object's own.
            case var _ when origin.IsPart:
                return null;

            case OriginKind.Parameter when origin.Symbol is IParameterSymbol parameter:
                return IsLent(parameter, connection, member) ? new BorrowedOrigin(ParameterWords(parameter))
                    : helpers > 0 && IsOfClosingHelper(parameter, member) ? OfArguments(parameter, frequency, helpers - 1, cancellationToken)
                    : null;

            case OriginKind.Given:
                return IsLent(origin.Symbol!, member, cancellationToken) ? new BorrowedOrigin($"was handed to '{member.ContainingType.Name}' ('{origin.Symbol!.Name}')") : null;

            case OriginKind.BehindGiven:
                return origin.Symbol is not IParameterSymbol view || IsLent(view, connection, member) ? new BorrowedOrigin("is the one behind a database that was handed in") : null;

            case OriginKind.Container:
                return new BorrowedOrigin("belongs to the container it is resolved from");

            case OriginKind.Pool:
                return PoolWords(origin.Symbol!, member) is { } pool ? new BorrowedOrigin(pool) : null;

            case OriginKind.KeptByType or OriginKind.KeptByObject:
                string shared = $"is shared by '{origin.Symbol!.ContainingType.Name}.{origin.Symbol.Name}'";
                // An object that has a copy, and ends before the process does, takes it away from all others.
                return origin.Copy is not null ? SingletonTypes.IsKnown(member.ContainingType) ? null : new BorrowedOrigin(shared, IsCopy: true)
                    : IsTakenForItself(connection, place, member, frequency) ? new BorrowedOrigin(shared)
                    : null;

            default:
                return null;
        }
    }

    /// <summary>A helper of the type whose purpose is closing: whose the connection is, its callers tell.</summary>
    private bool IsOfClosingHelper(IParameterSymbol parameter, ISymbol member)
        => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private or Accessibility.Internal } helper
            && SymbolEqualityComparer.Default.Equals(helper, member)
            && !OwnershipAttributes.Handles(parameter)
            && !OwnershipAttributes.Handles(helper)
            && (_symbols.IsConnection(parameter.Type) || _symbols.Connections.IsTaskOfResource(parameter.Type));

    /// <summary>What all calls in the type give, where each of them gives what is somebody else's.</summary>
    private BorrowedOrigin? OfArguments(IParameterSymbol parameter, Lazy<CallContext> frequency, int helpers, CancellationToken cancellationToken)
    {
        BorrowedOrigin? all = null;
        foreach ((IOperation argument, ISymbol caller) in _provenance.Sources.ArgumentsFor(parameter, (IMethodSymbol)parameter.ContainingSymbol, cancellationToken))
        {
            if (OwnershipFlags.Guard(argument) || Origin(argument, argument, caller, frequency, helpers, cancellationToken) is not { } one)
            {
                return null;
            }

            all = all is { } known ? known with { IsCopy = known.IsCopy || one.IsCopy } : one;
        }

        return all;
    }

    private static string ParameterWords(IParameterSymbol parameter)
        => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
            ? $"comes from the constructor parameter '{parameter.Name}'"
            : $"comes from the parameter '{parameter.Name}'";

    private bool IsLent(IParameterSymbol parameter, IOperation use, ISymbol member)
    {
        bool areTogether = ConnectionsTogether.Are(parameter.Type, _symbols) && parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor };

        // What comes as an object or an IDisposable comes to code that closes such things for others.
        if (!_symbols.IsConnection(parameter.Type) && !_symbols.Connections.IsTaskOfResource(parameter.Type) && !_symbols.Connections.IsView(parameter.Type) && !areTogether)
        {
            return false;
        }

        if (parameter.ContainingSymbol is not IMethodSymbol method || OwnershipAttributes.Handles(parameter) || OwnershipAttributes.Handles(method))
        {
            return false;
        }

        if (GivenMembers.IsInjected(parameter))
        {
            return true;
        }

        switch (method.MethodKind)
        {
            // A primary constructor's parameter is a field in all but name.
            case MethodKind.Constructor:
                return !SymbolEqualityComparer.Default.Equals(member, method) && !ClosingMembers.Contains(member);

            // What a host calls gets its parameters from the container; what other code calls may be given what it is to close.
            case MethodKind.AnonymousFunction:
                return _symbols.IsConnection(parameter.Type) && LambdaAround(use, method) is { } lambda && DelegateRole.IsEndpoint(lambda);

            case MethodKind.LocalFunction:
                return RequestCode.Answers(method);

            case MethodKind.Ordinary:
                return RequestCode.Answers(method)
                    || !(method.DeclaredAccessibility == Accessibility.Private || ClosingNames.Mean(method.Name) || ClosingNames.MeanOld(parameter.Name));

            default:
                return false;
        }
    }

    /// <summary>Closing in one's own disposal what one was given may be taking ownership; of what a container gives it isn't.</summary>
    private bool IsLent(ISymbol kept, ISymbol member, CancellationToken cancellationToken)
        => !ClosingMembers.Contains(member)
            || GivenMembers.IsInjected(kept)
            || TypeRole.IsPerCall(member.ContainingType, out _)
            || _injected.IsGivenBorrowed(member.ContainingType, kept, cancellationToken);

    /// <summary>What the pool gives is the pool's. The pool of <c>RedisPool.For</c> and <c>RedisPool.Shared</c> is the process's, whose end may close it.</summary>
    private string? PoolWords(ISymbol source, ISymbol member)
    {
        bool isPoolItself = SymbolEqualityComparer.Default.Equals(TypeOf(source), _symbols.Pool);
        return !isPoolItself ? $"belongs to the pool ('{source.ContainingType.Name}.{source.Name}')"
            : source.IsStatic && !ClosingMembers.Contains(member) && !ClosingNames.Mean(member.Name) ? $"belongs to the pool that the whole process shares ('{source.ContainingType.Name}.{source.Name}')"
            : null;
    }

    /// <summary>
    /// Whether code uses another type's connection and closes it as if it had opened it: a <c>using</c>, or a closing call where the
    /// same function sends commands over it. Code that only closes may be how that type is shut down.
    /// </summary>
    private bool IsTakenForItself(IOperation connection, IOperation place, ISymbol member, Lazy<CallContext> frequency)
    {
        if (ClosingMembers.Contains(member) || ClosingNames.Mean(member.Name) || frequency.Value.Frequency != OpeningFrequency.PerCall)
        {
            return false;
        }

        return !IsClosingCall(place)
            || UsesOf(connection, place).Any(_symbols.IsViewing)
            || (connection.WithoutPlumbing() is IPropertyReferenceOperation { Instance: { } view, Property: { } behind } && _symbols.Connections.EffectOf(behind) == MemberEffect.Unwraps && UsesOf(view, place).Any());
    }

    private static IEnumerable<IInvocationOperation> UsesOf(IOperation connection, IOperation place)
    {
        IOperation closed = connection.WithoutPlumbing();
        return FunctionAround(place).Descendants().OfType<IInvocationOperation>().Where(call => call.Instance is { } receiver && receiver.WithoutPlumbing() switch
        {
            ILocalReferenceOperation local => closed is ILocalReferenceOperation same && SymbolEqualityComparer.Default.Equals(local.Local, same.Local),
            IMemberReferenceOperation member => closed is IMemberReferenceOperation same && SymbolEqualityComparer.Default.Equals(member.Member, same.Member),
            IInvocationOperation other => closed is IInvocationOperation same && SymbolEqualityComparer.Default.Equals(other.TargetMethod, same.TargetMethod),
            _ => false,
        });
    }

    private bool IsClosingCall(IOperation place) => place is IInvocationOperation { TargetMethod: { } method } && _symbols.Connections.EffectOf(method) == MemberEffect.Releases;

    private static IOperation FunctionAround(IOperation place)
    {
        IOperation current = place;
        while (current.Parent is { } parent && current is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            current = parent;
        }

        return current;
    }

    private static IAnonymousFunctionOperation? LambdaAround(IOperation use, IMethodSymbol lambda)
    {
        for (IOperation? current = use; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation around && SymbolEqualityComparer.Default.Equals(around.Symbol, lambda))
            {
                return around;
            }
        }

        return null;
    }

    private static ITypeSymbol? TypeOf(ISymbol source)
        => source switch
        {
            IPropertySymbol property => property.Type,
            IMethodSymbol method => method.ReturnType,
            _ => null,
        };
}

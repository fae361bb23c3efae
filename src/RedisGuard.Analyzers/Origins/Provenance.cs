using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Origins;

/// <summary>
/// Tells where the connection in an expression, or behind a view of one, may come from: a set, since a variable, a condition or a
/// <c>??</c> may give one of several. What that means is the policy of whoever asks. Thread-safe.
/// </summary>
internal sealed class Provenance
{
    private readonly TypeOwnerships _types;
    private readonly AcquiringCalls _calls;
    private readonly SharedMembers _shared;

    public Provenance(RedisSymbols symbols, TypeOwnerships types, AcquiringCalls calls)
    {
        Symbols = symbols;
        _types = types;
        _calls = calls;
        _shared = new SharedMembers(symbols);
        Sources = new SourceValues(symbols.Compilation);
        Given = new GivenMembers(symbols, types, Sources);
        Views = new ViewedConnections(symbols);
    }

    public RedisSymbols Symbols { get; }

    public SourceValues Sources { get; }

    public GivenMembers Given { get; }

    public ViewedConnections Views { get; }

    /// <summary>The origins of a connection.</summary>
    /// <param name="connection">The expression.</param>
    /// <param name="member">The member in whose code it stands.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public ImmutableHashSet<Origin> Of(IOperation connection, ISymbol member, CancellationToken cancellationToken)
        => Of(connection, member, out _, cancellationToken);

    /// <inheritdoc cref="Of(IOperation, ISymbol, CancellationToken)"/>
    /// <param name="connection">The expression.</param>
    /// <param name="member">The member in whose code it stands.</param>
    /// <param name="passed">The variables, properties and methods that it passed on its way.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public ImmutableHashSet<Origin> Of(IOperation connection, ISymbol member, out IReadOnlyCollection<ISymbol> passed, CancellationToken cancellationToken)
    {
        var walk = new OriginWalk(this, looksIntoFills: true, cancellationToken);
        passed = walk.Passed;
        return walk.Of(connection, member);
    }

    /// <summary>The origins of all that a type puts into a member.</summary>
    /// <param name="kept">The member, of the type or of a base of it.</param>
    /// <param name="type">The type.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public ImmutableHashSet<Origin> OfFills(ISymbol kept, INamedTypeSymbol type, CancellationToken cancellationToken)
        => OfFills(kept, type, out _, cancellationToken);

    /// <inheritdoc cref="OfFills(ISymbol, INamedTypeSymbol, CancellationToken)"/>
    /// <param name="kept">The member, of the type or of a base of it.</param>
    /// <param name="type">The type.</param>
    /// <param name="passed">The variables, properties and methods that it all passed on its way.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public ImmutableHashSet<Origin> OfFills(ISymbol kept, INamedTypeSymbol type, out IReadOnlyCollection<ISymbol> passed, CancellationToken cancellationToken)
    {
        var origins = ImmutableHashSet.CreateBuilder<Origin>();
        var all = new List<ISymbol>();
        foreach (MemberUse fill in _types.Of(type, kept, cancellationToken).Fills)
        {
            var walk = new OriginWalk(this, looksIntoFills: false, cancellationToken);
            origins.UnionWith(walk.Of(fill.Value, fill.Member));
            all.AddRange(walk.Passed);
        }

        passed = all;
        return origins.ToImmutable();
    }

    /// <summary>Tells whether a connection is opened in the expression: by the library, by a helper that gives back what it opens, or by a function in it.</summary>
    public bool Opens(IOperation value, CancellationToken cancellationToken)
        => value.DescendantsAndSelf().Any(part => part is IInvocationOperation or IInvalidOperation && _calls.Acquires(part, cancellationToken));

    /// <summary>
    /// The origin of what another type's member gives: what that keeps for everybody, or for all who have the object that was given to this code; null where it
    /// isn't known to keep it.
    /// </summary>
    public Origin? OfOther(ISymbol kept, IOperation? holder, ISymbol member, CancellationToken cancellationToken)
    {
        if (!_shared.Keeps(kept, cancellationToken))
        {
            return null;
        }

        return holder?.Unwrapped() switch
        {
            null => new Origin(OriginKind.KeptByType, kept),
            IParameterReferenceOperation => new Origin(OriginKind.KeptByObject, kept),
            IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } own when member.ContainingType is { } type && OwnMembers.Contain(own.Member, member) && Given.Contain(own.Member, type, cancellationToken)
                => new Origin(OriginKind.KeptByObject, kept),
            _ => null,
        };
    }

    /// <summary>Tells whether the pool shows the member. Inside the pool's own assembly its classes own what they close.</summary>
    public bool IsPools(ISymbol member)
        => member is { DeclaredAccessibility: Accessibility.Public, ContainingType: { DeclaredAccessibility: Accessibility.Public } type }
            && Symbols.Pool is { } pool && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, pool.ContainingAssembly);
}

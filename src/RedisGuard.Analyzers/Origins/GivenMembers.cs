using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Origins;

/// <summary>Fields and properties whose connection comes from outside the type: by a constructor's parameter, or by a container.</summary>
internal sealed class GivenMembers
{
    // On a member: a container, or a framework, fills it.
    private static readonly ImmutableHashSet<string> s_injected = ImmutableHashSet.Create("Inject", "FromServices", "FromKeyedServices", "Dependency", "Import");

    private readonly RedisSymbols _symbols;
    private readonly TypeOwnerships _types;
    private readonly SourceValues _source;

    public GivenMembers(RedisSymbols symbols, TypeOwnerships types, SourceValues source)
    {
        _symbols = symbols;
        _types = types;
        _source = source;
    }

    /// <summary>Tells whether constructors alone fill a member, from their parameters, or a container does.</summary>
    public bool Contain(ISymbol kept, INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        MemberOwnership ownership = _types.Of(type, kept, cancellationToken);
        if (ownership.Fills.Count == 0)
        {
            return AttributeNames.HasAny(kept, s_injected);
        }

        return !ChainedConstructors.OpenForThemselves(type, cancellationToken) && ownership.Fills.All(fill => fill.Value is { } value && IsFromOutside(value, cancellationToken));
    }

    /// <summary>Tells whether an attribute says that a container gives the parameter or member its value.</summary>
    public static bool IsInjected(ISymbol symbol) => AttributeNames.HasAny(symbol, s_injected);

    /// <summary>
    /// Whether a value is a constructor's parameter, or a database of one. A private constructor is called by the type alone: what its factory opened for it
    /// was given by nobody.
    /// </summary>
    private bool IsFromOutside(IOperation value, CancellationToken cancellationToken)
        => value.Unwrapped() switch
        {
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } parameter }
                => constructor.DeclaredAccessibility != Accessibility.Private
                    || _source.ArgumentsFor(parameter, constructor, cancellationToken).All(given => given.Argument.Unwrapped() is IParameterReferenceOperation),
            // A database of what was given leads back to that: _db = redis.GetDatabase().
            IInvocationOperation { Instance: { } connection } call when _symbols.Connections.EffectOf(call.TargetMethod) == MemberEffect.Views => connection.Unwrapped() switch
            {
                IParameterReferenceOperation => IsFromOutside(connection, cancellationToken),
                IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: { ContainingType: { } type } kept } => _types.Of(type, kept, cancellationToken).Fills is { Count: > 0 } fills
                    && fills.All(fill => fill.Value?.Unwrapped() is IParameterReferenceOperation parameter && IsFromOutside(parameter, cancellationToken)),
                _ => false,
            },
            ICoalesceOperation { WhenNull: { } otherwise } coalesce => otherwise.Unwrapped() is IThrowOperation && IsFromOutside(coalesce.Value, cancellationToken),
            _ => false,
        };
}

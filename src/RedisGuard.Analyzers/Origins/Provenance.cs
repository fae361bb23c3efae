using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Origins;

/// <summary>
/// Tells where the connection in an expression may come from: a set, since a variable, a condition or a <c>??</c> may give one of
/// several. What that means is the policy of whoever asks.
/// </summary>
internal sealed class Provenance
{
    /// <summary>Deeper than code is written by hand; a bound all the same.</summary>
    private const int MaxDepth = 16;

    private readonly RedisSymbols _symbols;
    private readonly TypeOwnerships _types;
    private readonly SourceValues _source;
    private readonly SharedMembers _shared;
    private readonly GivenMembers _given;
    private readonly ViewedConnections _views;

    public Provenance(RedisSymbols symbols, TypeOwnerships types)
    {
        _symbols = symbols;
        _types = types;
        _source = new SourceValues(symbols.Compilation);
        _shared = new SharedMembers(symbols);
        _given = new GivenMembers(symbols, types, _source);
        _views = new ViewedConnections(symbols);
    }

    /// <summary>The origins of a connection.</summary>
    /// <param name="connection">The expression.</param>
    /// <param name="member">The member in whose code it stands.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public ImmutableHashSet<Origin> Of(IOperation connection, ISymbol member, CancellationToken cancellationToken)
        => Of(connection, member, looksIntoFills: true, cancellationToken);

    /// <summary>The same; once inside the fills of a member, no other member's are looked into, as two may be filled from each other.</summary>
    private ImmutableHashSet<Origin> Of(IOperation connection, ISymbol member, bool looksIntoFills, CancellationToken cancellationToken)
    {
        var found = ImmutableHashSet.CreateBuilder<Origin>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Add(connection, member, MaxDepth);
        return found.ToImmutable();

        void Add(IOperation? operation, ISymbol member, int depth)
        {
            IOperation? plain = operation is null ? null : WithoutPlumbing(operation);
            switch (plain)
            {
                case null or IThrowOperation:
                case { ConstantValue: { HasValue: true, Value: null } }:
                    found.Add(new Origin(OriginKind.Nothing));
                    break;

                case var _ when depth == 0:
                    found.Add(new Origin(OriginKind.Unknown));
                    break;

                case IConditionalOperation conditional:
                    Add(conditional.WhenTrue, member, depth - 1);
                    Add(conditional.WhenFalse, member, depth - 1);
                    break;

                case ICoalesceOperation coalesce:
                    Add(coalesce.Value, member, depth - 1);
                    Add(coalesce.WhenNull, member, depth - 1);
                    break;

                case ISwitchExpressionOperation choice:
                    foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                    {
                        Add(arm.Value, member, depth - 1);
                    }

                    break;

                case ILocalReferenceOperation local when seen.Add(local.Local):
                    AddLocal(local, member, depth);
                    break;

                case ILocalReferenceOperation:
                    break;

                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } own
                    when OwnMembers.Contain(own.Property, member) && _source.Returned(own.Property, cancellationToken) is { } returned && seen.Add(own.Property):
                    Add(returned, member, depth - 1);
                    break;

                case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: { IsStatic: false } } own when !IsPoolsOwn(own.Member) && OwnMembers.Contain(own.Member, member):
                    if (seen.Add(own.Member))
                    {
                        AddOwn(own.Member, member);
                    }

                    break;

                // redis.GetServers()[0].Multiplexer: the connection that was asked for the view.
                case IPropertyReferenceOperation { Instance: { } view } behind when _symbols.Connections.EffectOf(behind.Property) == MemberEffect.Unwraps && _views.ConnectionOf(view) is { } connection:
                    Add(connection, member, depth - 1);
                    break;

                default:
                    found.Add(OfSingle(plain, member, looksIntoFills, cancellationToken));
                    break;
            }
        }

        void AddLocal(ILocalReferenceOperation local, ISymbol member, int depth)
        {
            var sources = LocalSources.Of(local);
            foreach (IOperation value in sources.Values)
            {
                Add(value, member, depth - 1);
            }

            if (!sources.AreAll)
            {
                found.Add(new Origin(OriginKind.Unknown));
            }
        }

        // What others keep, and the member has only a copy of; what it was given; or what can't be told.
        void AddOwn(ISymbol kept, ISymbol member)
        {
            if (member.ContainingType is { } type && _given.Contain(kept, type, cancellationToken))
            {
                found.Add(new Origin(OriginKind.Given, kept));
                return;
            }

            ImmutableHashSet<Origin> filled = member.ContainingType is { } holder && looksIntoFills ? OfFills(kept, holder, cancellationToken) : ImmutableHashSet<Origin>.Empty;
            if (filled.IsEmpty || !filled.All(origin => origin.Kind is OriginKind.Nothing or OriginKind.KeptByType or OriginKind.KeptByObject))
            {
                found.Add(new Origin(OriginKind.Unknown));
                return;
            }

            foreach (Origin origin in filled)
            {
                found.Add(origin with { Copy = kept });
            }
        }
    }

    /// <summary>The origins of all that a type puts into one of its members.</summary>
    private ImmutableHashSet<Origin> OfFills(ISymbol kept, INamedTypeSymbol type, CancellationToken cancellationToken)
        => _types.Of(type, kept, cancellationToken).Fills
            .SelectMany(fill => fill.Value is { } value ? Of(value, fill.Member, looksIntoFills: false, cancellationToken) : ImmutableHashSet.Create(new Origin(OriginKind.Unknown)))
            .ToImmutableHashSet();

    /// <summary>The expression without what only passes the connection on: conversions, <c>await</c>, <c>ConfigureAwait</c>, <c>Result</c>.</summary>
    public static IOperation WithoutPlumbing(IOperation operation)
    {
        while (true)
        {
            IOperation plain = operation.Unwrapped();
            IOperation? next = plain switch
            {
                IAwaitOperation awaited => awaited.Operation,
                IPropertyReferenceOperation { Instance: { } task } result when TaskMembers.IsResult(result.Property) => task,
                IInvocationOperation { Instance: { } task, TargetMethod: { } method } when TaskMembers.IsPassThrough(method) || TaskMembers.IsGetResult(method) => task,
                IInvocationOperation { Instance: null, TargetMethod: { IsExtensionMethod: true } method, Arguments: { Length: > 0 } arguments } when TaskMembers.IsPassThrough(method) => arguments[0].Value,
                _ => null,
            };
            if (next is null)
            {
                return plain;
            }

            operation = next;
        }
    }

    private Origin OfSingle(IOperation operation, ISymbol member, bool looksIntoFills, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case IParameterReferenceOperation parameter:
                return new Origin(OriginKind.Parameter, parameter.Parameter);

            case IPropertyReferenceOperation { Instance: { } view } property when _symbols.Connections.EffectOf(property.Property) == MemberEffect.Unwraps:
                return Of(view, member, looksIntoFills, cancellationToken) is { Count: 1 } origins && origins.First() is { Kind: OriginKind.Parameter or OriginKind.Given } given
                    ? new Origin(OriginKind.BehindGiven, given.Symbol)
                    : new Origin(OriginKind.Unknown);

            case IMemberReferenceOperation { Member: { } pooled } when IsPoolsOwn(pooled):
                return new Origin(OriginKind.Pool, pooled);

            case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } own when OwnMembers.Contain(own.Member, member):
                return new Origin(OriginKind.Unknown);

            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } other:
                return OfOther(other.Member, other.Instance, member, cancellationToken);

            case IInvocationOperation { TargetMethod.Name: "GetRequiredService" or "GetService" or "GetRequiredKeyedService" or "GetKeyedService" or "Resolve" }:
                return new Origin(OriginKind.Container);

            case IInvocationOperation { TargetMethod: { } method } when IsPoolsOwn(method):
                return new Origin(OriginKind.Pool, method);

            case IInvocationOperation { TargetMethod: { } method } call when _symbols.Connections.EffectOf(method) == MemberEffect.Acquires:
                return new Origin(OriginKind.Opened, call.TargetMethod);

            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary } method } call when !OwnMembers.Contain(method, member):
                return OfOther(method, call.Instance, member, cancellationToken);

            default:
                return new Origin(OriginKind.Unknown);
        }
    }

    /// <summary>Of another type's member: what it keeps for everybody, or for all who have the object that was given to this code.</summary>
    private Origin OfOther(ISymbol kept, IOperation? holder, ISymbol member, CancellationToken cancellationToken)
    {
        if (!_shared.Keeps(kept, cancellationToken))
        {
            return new Origin(OriginKind.Unknown);
        }

        if (holder is null)
        {
            return new Origin(OriginKind.KeptByType, kept);
        }

        bool isGiven = holder.Unwrapped() switch
        {
            IParameterReferenceOperation => true,
            IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } own => member.ContainingType is { } type && OwnMembers.Contain(own.Member, member) && _given.Contain(own.Member, type, cancellationToken),
            _ => false,
        };
        return new Origin(isGiven ? OriginKind.KeptByObject : OriginKind.Unknown, kept);
    }

    // Of what the pool shows: inside the pool's own assembly its classes own what they close.
    private bool IsPoolsOwn(ISymbol member)
        => member is { DeclaredAccessibility: Accessibility.Public, ContainingType: { DeclaredAccessibility: Accessibility.Public } type }
            && _symbols.Pool is { } pool && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, pool.ContainingAssembly);
}

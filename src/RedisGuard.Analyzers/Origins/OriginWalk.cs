using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Origins;

/// <summary>One look from an expression back along all ways that a connection may have come.</summary>
internal sealed class OriginWalk
{
    /// <summary>Deeper than code is written by hand; a bound all the same.</summary>
    private const int MaxDepth = 16;

    private readonly Provenance _known;
    private readonly bool _looksIntoFills;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<ISymbol> _passed = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IParameterSymbol, (IOperation Value, ISymbol Member)> _arguments = new(SymbolEqualityComparer.Default);
    private ISymbol? _asking;

    /// <param name="known">What is known of the members on the way.</param>
    /// <param name="looksIntoFills">Whether the fills of an own member are looked into: from inside of them no other's are, as two may be filled from each other.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    public OriginWalk(Provenance known, bool looksIntoFills, CancellationToken cancellationToken)
    {
        _known = known;
        _looksIntoFills = looksIntoFills;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The variables, properties and methods that the connection passed on its way.</summary>
    public IReadOnlyCollection<ISymbol> Passed => _passed;

    public ImmutableHashSet<Origin> Of(IOperation? connection, ISymbol member)
    {
        _asking = member;
        return Of(connection, member, MaxDepth);
    }

    private ImmutableHashSet<Origin> Of(IOperation? connection, ISymbol member, int depth)
    {
        var found = ImmutableHashSet.CreateBuilder<Origin>();
        Add(connection, member, depth, found);
        return found.ToImmutable();
    }

    private void Add(IOperation? operation, ISymbol member, int depth, ICollection<Origin> found)
    {
        IOperation? plain = operation?.WithoutPlumbing();
        int left = depth - 1;
        switch (plain)
        {
            case null or IThrowOperation:
            case { ConstantValue: { HasValue: true, Value: null } }:
                found.Add(new Origin(OriginKind.Nothing));
                break;

            case var _ when left < 0:
                found.Add(new Origin(OriginKind.Unknown));
                break;

            case IConditionalOperation conditional:
                Add(conditional.WhenTrue, member, left, found);
                Add(conditional.WhenFalse, member, left, found);
                break;

            case ICoalesceOperation coalesce:
                Add(coalesce.Value, member, left, found);
                Add(coalesce.WhenNull, member, left, found);
                break;

            case ICoalesceAssignmentOperation filled:
                Add(filled.Target, member, left, found);
                break;

            case ISwitchExpressionOperation choice:
                foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                {
                    Add(arm.Value, member, left, found);
                }

                break;

            case ILocalReferenceOperation local:
                if (_passed.Add(local.Local))
                {
                    AddLocal(local, member, left, found);
                }

                break;

            case IParameterReferenceOperation { Parameter: { } parameter }:
                if (_arguments.TryGetValue(parameter, out (IOperation Value, ISymbol Member) argument))
                {
                    Add(argument.Value, argument.Member, left, found);
                }
                else
                {
                    found.Add(new Origin(OriginKind.Parameter, parameter));
                }

                break;

            case IPropertyReferenceOperation { Instance: { } view } behind when _known.Symbols.Connections.EffectOf(behind.Property) == MemberEffect.Unwraps:
                Add(found, Of(view, member, left), Behind);
                break;

            case IPropertyReferenceOperation { Instance: { } lazy, Property: { Name: "Value", ContainingType.Name: "Lazy" } }:
                Add(lazy, member, left, found);
                break;

            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference:
                AddMember(reference, member, left, found);
                break;

            case { } view when _known.Views.AskedFor(view) is { } asked:
                Add(asked, member, left, found);
                break;

            case IInvocationOperation call:
                AddCall(call, member, left, found);
                break;

            default:
                found.Add(new Origin(_known.Opens(plain, _cancellationToken) ? OriginKind.Opened : OriginKind.Unknown));
                break;
        }
    }

    private void AddLocal(ILocalReferenceOperation local, ISymbol member, int depth, ICollection<Origin> found)
    {
        if (_known.Views.AskedFor(local) is { } all)
        {
            Add(all, member, depth, found);
            return;
        }

        if (ConnectionsTogether.Of(local, _known.Symbols) is { } given)
        {
            Add(given, member, depth, found);
            return;
        }

        var sources = LocalSources.Of(local);
        foreach (IOperation value in sources.Values)
        {
            Add(value, member, depth, found);
        }

        if (!sources.AreAll)
        {
            found.Add(new Origin(OriginKind.Unknown));
        }
    }

    private void AddMember(IMemberReferenceOperation reference, ISymbol member, int depth, ICollection<Origin> found)
    {
        ISymbol kept = reference.Member;
        bool isOwn = reference.Instance is null or IInstanceReferenceOperation && OwnMembers.Contain(kept, member);
        if (_known.IsPools(kept))
        {
            found.Add(new Origin(OriginKind.Pool, kept));
        }
        else if ((!isOwn || IsOfOthers(kept)) && _known.OfOther(kept, reference.Instance, member, _cancellationToken) is { } shared)
        {
            found.Add(shared);
        }
        else if (reference.Instance is not (null or IInstanceReferenceOperation))
        {
            Add(found, Of(reference.Instance, member, depth), Part);
        }
        else if (kept is IPropertySymbol && _known.Sources.Returned(kept, _cancellationToken) is { } returned)
        {
            if (_passed.Add(kept))
            {
                Add(returned, isOwn ? member : kept, depth, found);
            }
        }
        else if (!isOwn || kept.IsStatic)
        {
            found.Add(new Origin(OriginKind.Kept, kept));
        }
        else if (_passed.Add(kept))
        {
            AddOwn(kept, member, found);
        }
    }

    /// <summary>App.Database, which gives App.Connection.GetDatabase(): seen from inside it is the type's own, to who asks it is everybody's.</summary>
    private bool IsOfOthers(ISymbol kept) => kept.IsStatic && _asking is { } asking && !OwnMembers.Contain(kept, asking);

    /// <summary>The origins of what it was given; of what others keep, and the member has only a copy of; or of what its type puts into it.</summary>
    private void AddOwn(ISymbol kept, ISymbol member, ICollection<Origin> found)
    {
        if (_known.Given.Contain(kept, member.ContainingType, _cancellationToken))
        {
            found.Add(new Origin(OriginKind.Given, kept));
            return;
        }

        ImmutableHashSet<Origin> filled = _looksIntoFills ? _known.OfFills(kept, member.ContainingType, _cancellationToken) : ImmutableHashSet<Origin>.Empty;
        if (filled.IsEmpty || !filled.All(origin => origin is { IsPart: false, Kind: OriginKind.Nothing or OriginKind.KeptByType or OriginKind.KeptByObject }))
        {
            found.Add(new Origin(OriginKind.Kept, kept));
            return;
        }

        Add(found, filled, origin => origin with { Copy = kept });
    }

    private void AddCall(IInvocationOperation call, ISymbol member, int depth, ICollection<Origin> found)
    {
        IMethodSymbol method = call.TargetMethod;
        bool isOwn = call.Instance is null or IInstanceReferenceOperation && OwnMembers.Contain(method, member);
        if (method.Name is "GetRequiredService" or "GetService" or "GetServices" or "GetRequiredKeyedService" or "GetKeyedService" or "GetKeyedServices" or "Resolve")
        {
            found.Add(new Origin(OriginKind.Container, method));
        }
        else if (_known.IsPools(method))
        {
            found.Add(new Origin(OriginKind.Pool, method));
        }
        else if (_known.Opens(call, _cancellationToken))
        {
            found.Add(new Origin(OriginKind.Opened, method));
        }
        else if (method.MethodKind == MethodKind.Ordinary && (!isOwn || IsOfOthers(method)) && _known.OfOther(method, call.Instance, member, _cancellationToken) is { } shared)
        {
            found.Add(shared);
        }
        else if (call.Instance is not (null or IInstanceReferenceOperation))
        {
            Add(found, Of(call.Instance, member, depth), Part);
        }
        else if (_known.Sources.Returned(method, _cancellationToken) is { } returned)
        {
            _passed.Add(method);
            foreach (IArgumentOperation argument in call.Arguments)
            {
                if (argument.Parameter is { OriginalDefinition: { } parameter })
                {
                    _arguments[parameter] = (argument.Value, member);
                }
            }

            // One that calls itself comes to an end soon.
            Add(returned, method, depth / 2, found);
            foreach (IParameterSymbol parameter in method.OriginalDefinition.Parameters)
            {
                _arguments.Remove(parameter);
            }
        }
        else
        {
            found.Add(new Origin(OriginKind.Unknown));
        }
    }

    /// <summary>A view that came that way leads to the connection behind it.</summary>
    private Origin Behind(Origin origin)
        => origin.Kind is OriginKind.Parameter or OriginKind.Given && !_known.Symbols.IsConnection(TypeOf(origin.Symbol)) ? origin with { Kind = OriginKind.BehindGiven } : origin;

    private static Origin Part(Origin holder) => holder.Kind is OriginKind.Unknown or OriginKind.Nothing ? new Origin(OriginKind.Unknown) : holder with { IsPart = true };

    private static void Add(ICollection<Origin> found, ImmutableHashSet<Origin> others, Func<Origin, Origin> change)
    {
        foreach (Origin origin in others)
        {
            found.Add(change(origin));
        }

        if (others.IsEmpty)
        {
            found.Add(new Origin(OriginKind.Unknown));
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol? place)
        => place switch
        {
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };
}

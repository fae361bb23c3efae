using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>
/// Follows a database, server or connection back to where it comes from. Shared is what was handed in, resolved or
/// static; own is what this code opened or rented. A name that says «dedicated» is taken at its word.
/// </summary>
internal sealed class ConnectionOrigins
{
    /// <summary>A getter of a helper of a field: further than that nobody reads either.</summary>
    private const int MaxSteps = 8;

    private static readonly ImmutableHashSet<string> s_keyed = ImmutableHashSet.Create("FromKeyedServices");

    private readonly RedisSymbols _symbols;
    private readonly SourceValues _sources;
    private readonly TypeOwnerships _types;
    private readonly MethodSummaries _summaries;

    public ConnectionOrigins(RuleRegistry registry, SourceValues sources)
    {
        _symbols = registry.Symbols;
        _sources = sources;
        _types = registry.Types;
        _summaries = registry.CallsOf(ResourceKind.Connection).Summaries;
    }

    public bool IsShared(IOperation connection, ISymbol member, CancellationToken cancellationToken)
        => Of(connection, member, MaxSteps, cancellationToken) == ConnectionOrigin.Shared;

    private ConnectionOrigin Of(IOperation operation, ISymbol member, int steps, CancellationToken cancellationToken)
    {
        operation = operation.Unwrapped();
        if (steps == 0)
        {
            return ConnectionOrigin.Unknown;
        }

        switch (operation)
        {
            case IAwaitOperation awaited:
                return Of(awaited.Operation, member, steps - 1, cancellationToken);

            // GetServers()[0]
            case IArrayElementReferenceOperation element:
                return Of(element.ArrayReference, member, steps - 1, cancellationToken);

            case IParameterReferenceOperation parameter:
                return OfParameter(parameter, member, steps, cancellationToken);

            case ILocalReferenceOperation local:
                return !SaysDedicated(local.Local) && local.OnlyValue() is { } value ? Of(value, member, steps - 1, cancellationToken) : ConnectionOrigin.Unknown;

            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                return OfMember(field.Field, steps, cancellationToken);

            case IPropertyReferenceOperation property:
                return OfProperty(property, member, steps, cancellationToken);

            case IInvocationOperation invocation:
                return OfInvocation(invocation, member, steps, cancellationToken);

            case ICoalesceOperation coalesce:
                ConnectionOrigin first = Of(coalesce.Value, member, steps - 1, cancellationToken);
                return first == Of(coalesce.WhenNull, member, steps - 1, cancellationToken) ? first : ConnectionOrigin.Unknown;

            case ICoalesceAssignmentOperation assignment:
                return Of(assignment.Target, member, steps - 1, cancellationToken);

            default:
                return ConnectionOrigin.Unknown;
        }
    }

    private ConnectionOrigin OfParameter(IParameterReferenceOperation reference, ISymbol member, int steps, CancellationToken cancellationToken)
    {
        IParameterSymbol parameter = reference.Parameter;
        if (SaysDedicated(parameter))
        {
            return ConnectionOrigin.Unknown;
        }

        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method)
        {
            return IsEndpoint(reference, parameter) ? ConnectionOrigin.Shared : ConnectionOrigin.Unknown;
        }

        // What an extension is called on is its callers' business.
        if (method.IsExtensionMethod && parameter.Ordinal == 0)
        {
            return ConnectionOrigin.Unknown;
        }

        // What a helper is given is told by who calls it, where all of them are in sight.
        return method.MethodKind == MethodKind.LocalFunction || method is { MethodKind: MethodKind.Ordinary or MethodKind.Constructor, DeclaredAccessibility: Accessibility.Private }
            ? OfArguments(parameter, method, member, steps, cancellationToken)
            : ConnectionOrigin.Shared;
    }

    /// <summary>The first that isn't shared decides: the helper may be meant for that one.</summary>
    private ConnectionOrigin OfArguments(IParameterSymbol parameter, IMethodSymbol method, ISymbol member, int steps, CancellationToken cancellationToken)
    {
        foreach ((IOperation argument, ISymbol caller) in _sources.ArgumentsFor(parameter, method, cancellationToken))
        {
            if (Of(argument, caller, steps - 1, cancellationToken) is var origin and not ConnectionOrigin.Shared)
            {
                return origin;
            }
        }

        return ConnectionOrigin.Shared;
    }

    private static bool IsEndpoint(IOperation reference, IParameterSymbol parameter)
    {
        for (IOperation? current = reference; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, parameter.ContainingSymbol))
            {
                return DelegateRole.Of(lambda) is { Frequency: OpeningFrequency.PerCall };
            }
        }

        return false;
    }

    private ConnectionOrigin OfProperty(IPropertyReferenceOperation reference, ISymbol member, int steps, CancellationToken cancellationToken)
    {
        IPropertySymbol property = reference.Property;
        if (IsOfPool(property.ContainingType))
        {
            // A lease's, a dedicated connection's: whoever has it has it alone.
            return SymbolEqualityComparer.Default.Equals(property.ContainingType, _symbols.Pool) ? ConnectionOrigin.Shared : ConnectionOrigin.Own;
        }

        if (reference.Instance is { } instance
            && (_symbols.Connections.EffectOf(property) == MemberEffect.Unwraps || property is { Name: "Value", ContainingType.Name: "Lazy" } || TaskMembers.IsResult(property)))
        {
            return Of(instance, member, steps - 1, cancellationToken);
        }

        if (reference.Instance is not (null or IInstanceReferenceOperation))
        {
            return ConnectionOrigin.Unknown;
        }

        return !SaysDedicated(property) && _sources.Returned(property, cancellationToken) is { } value
            ? Of(value, property, steps - 1, cancellationToken)
            : OfMember(property, steps, cancellationToken);
    }

    private ConnectionOrigin OfInvocation(IInvocationOperation invocation, ISymbol member, int steps, CancellationToken cancellationToken)
    {
        IMethodSymbol method = invocation.TargetMethod;
        switch (_symbols.Connections.EffectOf(method))
        {
            case MemberEffect.Acquires:
                return ConnectionOrigin.Own;
            case MemberEffect.Views when invocation.Instance is { } instance:
                return Of(instance, member, steps - 1, cancellationToken);
        }

        if (IsOfPool(method.ContainingType))
        {
            return SymbolEqualityComparer.Default.Equals(method.ContainingType, _symbols.Pool) && method.Name.StartsWith("Get", StringComparison.Ordinal)
                ? ConnectionOrigin.Shared
                : ConnectionOrigin.Own;
        }

        if (method.Name is "GetRequiredService" or "GetService")
        {
            return ConnectionOrigin.Shared;
        }

        if (method.Name is "WithKeyPrefix" or "ConfigureAwait" or "GetAwaiter" or "GetResult")
        {
            IOperation? source = invocation.Instance ?? (invocation.Arguments.Length > 0 ? invocation.Arguments[0].Value : null);
            return source is null ? ConnectionOrigin.Unknown : Of(source, member, steps - 1, cancellationToken);
        }

        if (method.DeclaringSyntaxReferences.IsEmpty || invocation.Instance is not (null or IInstanceReferenceOperation) || SaysDedicated(method))
        {
            return ConnectionOrigin.Unknown;
        }

        if (_summaries.Of(method, cancellationToken).ReturnsFresh)
        {
            return ConnectionOrigin.Own;
        }

        return _sources.Returned(method, cancellationToken) is { } returned ? Of(returned, method, steps - 1, cancellationToken) : ConnectionOrigin.Unknown;
    }

    private ConnectionOrigin OfMember(ISymbol kept, int steps, CancellationToken cancellationToken)
    {
        if (SaysDedicated(kept) || kept.ContainingType is not { } type)
        {
            return ConnectionOrigin.Unknown;
        }

        bool anyOpened = false;
        foreach (MemberUse fill in _types.Of(type, kept, cancellationToken).Fills)
        {
            IOperation? value = fill.Value;
            if (value?.IsNull() == true)
            {
                continue;
            }

            if (value is null || Opens(value, cancellationToken))
            {
                anyOpened = true;
            }
            else if (Of(value, fill.Member, steps - 1, cancellationToken) is var origin and not ConnectionOrigin.Shared)
            {
                return origin;
            }
        }

        return anyOpened && DedicatedMembers.Contains(kept, cancellationToken) ? ConnectionOrigin.Own : ConnectionOrigin.Shared;
    }

    /// <summary>Directly, in a Lazy's factory, or through a helper that gives back what it opened.</summary>
    private bool Opens(IOperation value, CancellationToken cancellationToken)
        => value.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call =>
            _symbols.Connections.EffectOf(call.TargetMethod) == MemberEffect.Acquires
            || (_symbols.Connections.IsGivenBy(call.TargetMethod) && Acquisitions.MayBeHelper(call) && _summaries.Of(call.TargetMethod, cancellationToken).ReturnsFresh));

    private bool IsOfPool(INamedTypeSymbol? type)
        => type is not null && _symbols.Pool is { } pool && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, pool.ContainingAssembly)
            && type.ContainingNamespace?.Name == pool.ContainingNamespace?.Name;

    private static bool SaysDedicated(ISymbol symbol)
        => Says(symbol.Name, "block") || Says(symbol.Name, "dedicated") || Says(symbol.Name, "exclusive") || AttributeNames.HasAny(symbol, s_keyed);

    private static bool Says(string name, string word) => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}

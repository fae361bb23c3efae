using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>
/// One look at a called source method's body: does it release its parameter, does it return a fresh resource, or put one into an
/// <c>out</c> parameter? A helper's helper is looked at too, and no deeper than a reader would follow. Cached for the compilation;
/// thread-safe.
/// </summary>
internal sealed class MethodSummaries : IMethodSummaries
{
    /// <summary>A helper, its helper, and that one's.</summary>
    private const int MaxDepth = 3;

    private readonly RedisSymbols _symbols;
    private readonly ResourceModel _resource;
    private readonly KeepingObjects _keepers;
    private readonly MethodSummaries? _ofHelpers;
    private readonly ConcurrentDictionary<IMethodSymbol, MethodSummary> _known = new(SymbolEqualityComparer.Default);

    public MethodSummaries(RedisSymbols symbols, ResourceModel resource, TypeOwnerships types)
        : this(symbols, resource, types, resource.IsReachedThroughViews ? MaxDepth : 1)
        => IsOfHelpers = false;

    private MethodSummaries(RedisSymbols symbols, ResourceModel resource, TypeOwnerships types, int depth)
    {
        _symbols = symbols;
        _resource = resource;
        _keepers = new KeepingObjects(types);
        IsOfHelpers = true;
        _ofHelpers = depth > 1 ? new MethodSummaries(symbols, resource, types, depth - 1) : null;
    }

    /// <inheritdoc />
    public bool IsOfHelpers { get; }

    /// <inheritdoc />
    public MethodSummary Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        IMethodSymbol definition = method.OriginalDefinition;
        if (definition.DeclaringSyntaxReferences.IsEmpty || definition.IsAbstract || definition.IsVirtual || definition.IsOverride)
        {
            return MethodSummary.Unknown;
        }

        if (!_known.TryGetValue(definition, out MethodSummary? summary))
        {
            summary = Summarise(definition, cancellationToken);
            _known.TryAdd(definition, summary);
        }

        return summary;
    }

    private MethodSummary Summarise(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (ControlFlowGraphs.TryCreate(method, _symbols.Compilation, cancellationToken) is not { } graph
            || graph.OriginalOperation.SemanticModel is not { } model)
        {
            return MethodSummary.Unknown;
        }

        var context = new FlowContext(_symbols, _resource, model, _ofHelpers, ExceptionPaths.None, method, cancellationToken);
        FlowResult flow = OwnershipFlow.Run(graph, context, method.Parameters);
        if (flow.GaveUp)
        {
            return MethodSummary.Unknown;
        }

        var fates = ImmutableArray.CreateBuilder<ParameterFate>(method.Parameters.Length);
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            fates.Add(TrackedParameters.KindOf(method.Parameters[i], _resource) is null ? ParameterFate.Escapes : Fate(flow, method.Parameters[i], cancellationToken));
        }

        var parameters = flow.Obligations.Take(method.Parameters.Length).ToImmutableArray();
        return new MethodSummary(
            flow.ReturnsFresh(method.Parameters.Length, _resource.IsPartOf(method.ReturnType), method.Parameters.Where(IsNoResource).Select(parameter => parameter.Ordinal).ToImmutableArray()),
            method.Parameters.Select(parameter => parameter.RefKind == RefKind.Out && _resource.IsResource(parameter.Type) && PutsFresh(flow, parameter)).ToImmutableArray(),
            fates.MoveToImmutable(),
            parameters.Select(parameter => parameter.Uses.Any(IsAnswer)).ToImmutableArray(),
            parameters.Select(parameter => parameter.Uses.Where(use => IsAnswer(use) && use.Kind == UseKind.Wait).Select(use => use.Syntax).ToImmutableArray()).ToImmutableArray());
    }

    private ParameterFate Fate(FlowResult flow, IParameterSymbol symbol, CancellationToken cancellationToken)
    {
        Obligation parameter = flow.Obligations[symbol.Ordinal];
        if (_resource.IsReachedThroughViews && _keepers.Keep(symbol, parameter, cancellationToken))
        {
            return ParameterFate.KeptByObject;
        }

        if (_resource.IsReachedThroughViews && IsGivenBack(flow, parameter))
        {
            return parameter is { IsRaced: true, HasRivals: false } ? ParameterFate.GivesBackOrAbandons : ParameterFate.GivesBack;
        }

        if (_resource.IsReachedThroughViews ? parameter.Escapes.Count > 0 : parameter.HasEscaped)
        {
            return ParameterFate.Escapes;
        }

        return parameter.Releases.Count > 0 ? ParameterFate.Releases : ParameterFate.Borrows;
    }

    private bool IsNoResource(IParameterSymbol parameter)
        => parameter.Type is { SpecialType: not SpecialType.System_Object, TypeKind: TypeKind.Class } type && !_resource.IsResource(type) && !_resource.IsTaskOfResource(type) && !_resource.IsView(type);

    /// <summary>Whether a method returns its parameter's resource, or its task, on every path that returns at all, and does nothing else with it.</summary>
    private static bool IsGivenBack(FlowResult flow, Obligation parameter)
        => flow.Returned.Length > 0
            && parameter.Releases.Count == 0
            && parameter.Escapes.All(escape => escape is { Kind: EscapeKind.Return, Alias: AliasKind.Owner or AliasKind.Task or AliasKind.Collection })
            && flow.Returned.All(value => value.Aliases is [{ Kind: AliasKind.Owner or AliasKind.Task } only] && only.Obligation == parameter.Number);

    /// <summary><c>bool TryOpen(string configuration, out ConnectionMultiplexer connection)</c>: what it puts there, where it isn't null, is fresh.</summary>
    private static bool PutsFresh(FlowResult flow, IParameterSymbol parameter)
    {
        bool any = false;
        foreach (Obligation obligation in flow.Obligations)
        {
            foreach (Escape escape in obligation.Escapes)
            {
                if (escape.Kind == EscapeKind.Out && SymbolEqualityComparer.Default.Equals(escape.Member, parameter))
                {
                    if (escape.Alias != AliasKind.Owner || obligation.IsKeptElsewhere(EscapeKind.Out))
                    {
                        return false;
                    }

                    any = true;
                }
            }
        }

        return any;
    }

    /// <summary>The result is the answer to a command, or the method waits for one on its way.</summary>
    private static bool IsAnswer(Use use)
        => use is { Alias: AliasKind.Pending, Kind: UseKind.Wait or UseKind.Leave } && use.Status.IsSurely(ObligationStatus.Open);
}

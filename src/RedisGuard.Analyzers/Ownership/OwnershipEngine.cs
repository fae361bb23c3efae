using System;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
/// Answers what the rules ask: what became of the resource that this call acquires? One engine follows one kind of resource. Flows
/// run on demand, one for each piece of code that acquires something, and are kept as long as the compiler keeps the
/// graph. Thread-safe.
/// </summary>
internal sealed class OwnershipEngine
{
    private readonly RedisSymbols _symbols;
    private readonly ResourceModel _resource;
    private readonly Func<IOperation, IKeyedReleases>? _keys;
    private readonly ConditionalWeakTable<ControlFlowGraph, FlowResult> _flows = new();

    /// <param name="symbols">The library.</param>
    /// <param name="resource">The kind of resource to follow: <c>symbols.Model[kind]</c>.</param>
    /// <param name="types">What types do with their fields.</param>
    /// <param name="keys">Tells what releases a resource that no value stands for, in the function that an acquiring call stands in; null for any other.</param>
    public OwnershipEngine(RedisSymbols symbols, ResourceModel resource, TypeOwnerships types, Func<IOperation, IKeyedReleases>? keys = null)
    {
        _keys = keys;
        _symbols = symbols;
        _resource = resource;
        Summaries = new MethodSummaries(symbols, resource, types);
    }

    public MethodSummaries Summaries { get; }

    /// <summary>The obligation that a call opens; null where it opens none or where its flow can't be told.</summary>
    public Obligation? Find(IOperation acquisition, Func<ControlFlowGraph> graphOfRoot, ISymbol member, ExceptionPaths exceptionPaths, CancellationToken cancellationToken)
        => Find(acquisition, acquisition.Syntax, graphOfRoot, member, exceptionPaths, cancellationToken);

    /// <summary>The obligation that a call, or a function that the code around it runs, opens; null where it opens none or where its flow can't be told.</summary>
    /// <param name="operation">The call, or what stands around the function that acquires.</param>
    /// <param name="acquisition">The call or function.</param>
    /// <param name="graphOfRoot">Gives the graph of the outermost code around it.</param>
    /// <param name="member">The member that code belongs to.</param>
    /// <param name="exceptionPaths">The dial in force for the file.</param>
    /// <param name="cancellationToken">Ends the flow early.</param>
    public Obligation? Find(
        IOperation operation,
        SyntaxNode acquisition,
        Func<ControlFlowGraph> graphOfRoot,
        ISymbol member,
        ExceptionPaths exceptionPaths,
        CancellationToken cancellationToken)
    {
        ISymbol function = member;
        if (operation.SemanticModel is not { } model || TryGetGraph(graphOfRoot, operation, ref function) is not { } graph)
        {
            return null;
        }

        if (!_flows.TryGetValue(graph, out FlowResult? flow))
        {
            var context = new FlowContext(_symbols, _resource, model, _keys is null ? Summaries : null, exceptionPaths, function, cancellationToken) { Keys = _keys?.Invoke(operation) };
            FlowResult fresh = OwnershipFlow.Run(graph, context, ImmutableArray<IParameterSymbol>.Empty);

            // A racing thread may have put its own there: they are equal.
            flow = _flows.GetValue(graph, _ => fresh);
        }

        return flow.Find(acquisition);
    }

    private static ControlFlowGraph? TryGetGraph(Func<ControlFlowGraph> graphOfRoot, IOperation acquisition, ref ISymbol function)
    {
        try
        {
            return ControlFlowGraphs.TryFind(graphOfRoot(), acquisition, ref function);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // Code that isn't an executable body (an attribute's argument, say) has no graph, and says so by throwing.
            return null;
        }
    }
}

using System.Threading;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The world around the graph of a flow.</summary>
/// <param name="Symbols">The library.</param>
/// <param name="Resource">The kind of resource that is followed; all others are ordinary values.</param>
/// <param name="SemanticModel">Of the graph's file.</param>
/// <param name="Summaries">Looks into called source methods; null inside such a look, so that it never goes deeper.</param>
/// <param name="ExceptionPaths">The dial.</param>
/// <param name="Function">The method, accessor, lambda or local function whose body the graph is.</param>
/// <param name="CancellationToken">Ends the flow early.</param>
internal sealed record FlowContext(
    RedisSymbols Symbols,
    ResourceModel Resource,
    SemanticModel SemanticModel,
    IMethodSummaries? Summaries,
    ExceptionPaths ExceptionPaths,
    ISymbol Function,
    CancellationToken CancellationToken)
{
    /// <summary>Tells what releases a resource that no value stands for; null for any other.</summary>
    public IKeyedReleases? Keys { get; init; }
}

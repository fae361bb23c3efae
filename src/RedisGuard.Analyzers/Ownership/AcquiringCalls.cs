using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>
/// Finds the calls of a compilation that acquire one kind of resource, and what became of it: where a rule about a resource
/// begins. Rejects nearly every call by its name or the type it returns, and runs a flow only for the rest. Thread-safe.
/// </summary>
internal sealed class AcquiringCalls
{
    private readonly ResourceModel _resource;
    private readonly OwnershipEngine _engine;
    private readonly AnalyzerConfigOptionsProvider _options;

    public AcquiringCalls(RedisSymbols symbols, ResourceModel resource, TypeOwnerships types, AnalyzerConfigOptionsProvider options)
    {
        _resource = resource;
        _options = options;
        _engine = new OwnershipEngine(symbols, resource, types);
    }

    public MethodSummaries Summaries => _engine.Summaries;

    /// <summary>What became of the resource that the operation at hand acquires; null where it acquires none.</summary>
    public Obligation? TryGet(OperationAnalysisContext context)
        => Acquires(context.Operation, context.CancellationToken)
            ? Find(context.Operation, context.GetControlFlowGraph, context.ContainingSymbol, context.CancellationToken)
            : null;

    /// <summary>Whether the operation acquires the resource: the first half of <see cref="TryGet"/>, which costs next to nothing.</summary>
    public bool Acquires(IOperation operation, CancellationToken cancellationToken)
    {
        if (operation is not IInvocationOperation { TargetMethod: { } method } invocation)
        {
            return operation.SemanticModel is { } model && Acquisitions.IsAcquiring(operation, _resource, model);
        }

        if (!_resource.IsGivenBy(method))
        {
            // What gives something else may be listed all the same, by an option, or put it into an out parameter.
            return (_resource.IsListed(method) && Acquisitions.IsAcquiring(invocation, _resource))
                || (_resource.IsPutOutBy(method) && Acquisitions.MayBeHelper(invocation) && _engine.Summaries.Of(method, cancellationToken).PutsFresh);
        }

        return Acquisitions.IsAcquiring(invocation, _resource)
            || OwnershipAttributes.MustDispose(method)
            || (Acquisitions.MayBeHelper(invocation) && _engine.Summaries.Of(method, cancellationToken).ReturnsFresh);
    }

    /// <summary>What became of the resource that a call acquires: the second half, which runs a flow.</summary>
    /// <param name="acquisition">The call.</param>
    /// <param name="graphOfRoot">Gives the graph of the outermost code around it.</param>
    /// <param name="member">The member that code belongs to.</param>
    /// <param name="cancellationToken">Ends the flow early.</param>
    public Obligation? Find(IOperation acquisition, Func<ControlFlowGraph> graphOfRoot, ISymbol member, CancellationToken cancellationToken)
    {
        var options = new FileOptions(_options.GetOptions(acquisition.Syntax.SyntaxTree));
        return _engine.Find(acquisition, acquisition.Syntax, graphOfRoot, member, options.ExceptionPaths, cancellationToken);
    }

    /// <summary>What became of what a function opens, where the code around it runs the function itself; null where that can't be told.</summary>
    public Obligation? FindRunOf(IOperation function, Func<ControlFlowGraph> graphOfRoot, ISymbol member, CancellationToken cancellationToken)
    {
        var options = new FileOptions(_options.GetOptions(function.Syntax.SyntaxTree));
        return function.Parent is { } outside ? _engine.Find(outside, function.Syntax, graphOfRoot, member, options.ExceptionPaths, cancellationToken) : null;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;

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

    public AcquiringCalls(RedisSymbols symbols, ResourceModel resource, AnalyzerConfigOptionsProvider options)
    {
        _resource = resource;
        _options = options;
        _engine = new OwnershipEngine(symbols, resource);
    }

    public MethodSummaries Summaries => _engine.Summaries;

    /// <summary>What became of the resource that the operation at hand acquires; null where it acquires none.</summary>
    public Obligation? TryGet(OperationAnalysisContext context)
    {
        IOperation operation = context.Operation;
        if (operation.SemanticModel is not { } model || !Acquires(operation, model, context))
        {
            return null;
        }

        var options = new FileOptions(_options.GetOptions(operation.Syntax.SyntaxTree));
        return _engine.Find(operation, context.GetControlFlowGraph, context.ContainingSymbol, options.ExceptionPaths, context.CancellationToken);
    }

    private bool Acquires(IOperation operation, SemanticModel model, OperationAnalysisContext context)
    {
        if (operation is not IInvocationOperation { TargetMethod: { } method } invocation)
        {
            return Acquisitions.IsAcquiring(operation, _resource, model);
        }

        if (!_resource.IsGivenBy(method))
        {
            // What gives something else may be listed all the same, by an option.
            return _resource.IsListed(method) && Acquisitions.IsAcquiring(invocation, _resource, model);
        }

        return Acquisitions.IsAcquiring(invocation, _resource, model)
            || OwnershipAttributes.MustDispose(method)
            || (Acquisitions.MayBeHelper(invocation) && _engine.Summaries.Of(method, context.CancellationToken).ReturnsFresh);
    }
}

using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Functions of a graph that open a resource and give it to whoever runs them: <c>() =&gt; Connect(…)</c>, a method group. Only of what
/// has an owner's life; a function that makes a batch is nothing to keep account of.
/// </summary>
internal sealed class Factories
{
    private readonly Dictionary<SyntaxNode, bool> _known = new();
    private readonly ControlFlowGraph _graph;
    private readonly FlowContext _context;
    private readonly Transitions _transitions;

    public Factories(ControlFlowGraph graph, FlowContext context, Transitions transitions)
    {
        _graph = graph;
        _context = context;
        _transitions = transitions;
    }

    /// <summary>The factory that a lambda or method group is; nothing for any other.</summary>
    public PointsTo Of(IOperation function)
        => _context.Resource.IsReachedThroughViews && IsFactory(function)
            ? _transitions.Offer(function.Syntax, (function as IMethodReferenceOperation)?.Method is { DeclaringSyntaxReferences.IsEmpty: false } helper ? helper : null)
            : PointsTo.Empty;

    /// <summary>Whether a lambda or method group opens a resource each time it is run, and gives it away.</summary>
    public bool IsFactory(IOperation function)
    {
        switch (function)
        {
            case IFlowAnonymousFunctionOperation lambda when _context.Resource.IsGivenBy(lambda.Symbol):
                if (!_known.TryGetValue(lambda.Syntax, out bool opens))
                {
                    opens = Opens(lambda);
                    _known.Add(lambda.Syntax, opens);
                }

                return opens;

            case IMethodReferenceOperation { Method: { } method }:
                return _context.Resource.EffectOf(method) == MemberEffect.Acquires
                    || (_context.Resource.IsGivenBy(method) && _context.Summaries is { } summaries && summaries.Of(method, _context.CancellationToken).ReturnsFresh);

            default:
                return false;
        }
    }

    private bool Opens(IFlowAnonymousFunctionOperation lambda)
    {
        ControlFlowGraph body = _graph.GetAnonymousFunctionControlFlowGraph(lambda, _context.CancellationToken);
        FlowResult flow = OwnershipFlow.Run(body, _context with { Function = lambda.Symbol }, ImmutableArray<IParameterSymbol>.Empty);
        return !flow.GaveUp && flow.ReturnsFresh(parameters: 0);
    }
}

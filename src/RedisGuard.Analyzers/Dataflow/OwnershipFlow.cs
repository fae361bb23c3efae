using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// One forward pass over a control-flow graph: which obligations are opened, and where each is released, escapes, or
/// leaves the graph still open. Runs to a fixed point first and writes evidence down in one more round, so that what
/// is reported holds on the settled states. Bounded: past the cap the result says so, and nothing of it is believed.
/// </summary>
internal sealed class OwnershipFlow
{
    /// <summary>Visits of blocks before the flow gives up: several times what the largest methods seen need (about 2 500).</summary>
    private const int MaxVisits = 20_000;

    private readonly ControlFlowGraph _graph;
    private readonly FlowContext _context;
    private readonly ObligationTable _obligations = new();
    private readonly Evidence _evidence;
    private readonly Transitions _transitions;
    private readonly OperationEvaluator _evaluator;
    private readonly ExceptionRoutes _exceptions;
    private readonly LeakLedger _ledger;
    private readonly EmptyHandedWays? _emptyHandedWays;
    private readonly KeyedObligations? _keyed;
    private readonly NullResults _nulls;
    private readonly BlockStates _blocks;
    private readonly Dictionary<ControlFlowRegion, (FlowState Entry, FlowState? End)> _finallies = new();
    private readonly List<PointsTo> _returned = new();
    private int _visits;

    private OwnershipFlow(ControlFlowGraph graph, FlowContext context, ImmutableArray<IParameterSymbol> tracked)
    {
        _graph = graph;
        _context = context;
        _evidence = new Evidence(_obligations);
        _transitions = new Transitions(context, _obligations, _evidence);
        _evaluator = new OperationEvaluator(context, _transitions, _evidence, new CaptureTargets(graph), graph);
        _exceptions = new ExceptionRoutes(graph, context.ExceptionPaths);
        _nulls = new NullResults(graph);
        _ledger = new LeakLedger(_obligations, context);
        _emptyHandedWays = context.Resource.KeepsCommandsBack ? new EmptyHandedWays(graph, context.Resource, _obligations) : null;
        _keyed = context.Keys is { } keys ? new KeyedObligations(keys, graph, _obligations, _transitions) : null;
        _blocks = new BlockStates(0, TrackedParameters.Start(tracked, _obligations, context));
    }

    /// <summary>Runs the flow.</summary>
    /// <param name="graph">The body.</param>
    /// <param name="context">The world around it.</param>
    /// <param name="tracked">Parameters to follow as if they had been acquired here: the first obligations of the result.</param>
    public static FlowResult Run(ControlFlowGraph graph, FlowContext context, ImmutableArray<IParameterSymbol> tracked)
    {
        var flow = new OwnershipFlow(graph, context, tracked);
        bool settled = flow.Settle();
        if (settled)
        {
            flow.Record();
        }

        return new FlowResult(flow._obligations.All.ToImmutableArray(), flow._returned.ToImmutableArray(), GaveUp: !settled);
    }

    private bool Settle()
    {
        while (_visits <= MaxVisits && _blocks.TryTake(out int block, out FlowState state))
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            Visit(_graph.Blocks[block], state);
        }

        return _visits <= MaxVisits;
    }

    private void Record()
    {
        _evidence.IsRecording = true;
        _finallies.Clear();
        foreach (BasicBlock block in _graph.Blocks)
        {
            if (!LeavingBlocks.IsOne(block) && _blocks.At(block.Ordinal) is { } state)
            {
                Visit(block, state);
            }
        }

        _ledger.Conclude();
    }

    private void Visit(BasicBlock block, FlowState state)
    {
        if (Run(block, state) is not { } branchValue)
        {
            return;
        }

        foreach ((ControlFlowBranch branch, FlowState leaving) in BlockSuccessors.Of(block, state, branchValue, _emptyHandedWays))
        {
            Follow(branch, leaving, branchValue);
        }
    }

    /// <summary>Runs the operations of a block and gives its branch value; null where no path leads on.</summary>
    private PointsTo? Run(BasicBlock block, FlowState state)
    {
        _visits++;
        bool guarded = _exceptions.Matter(block);
        foreach (IOperation operation in block.Operations)
        {
            FlowState? before = guarded && ExceptionRoutes.MayThrow(operation) ? state.Clone() : null;
            _keyed?.Release(state, operation);
            _evaluator.Evaluate(state, operation);
            if (before is not null)
            {
                LeaveByException(block, operation, ExceptionRoutes.StateOfThrow(before, state));
            }

            if (_evaluator.NeverReturns)
            {
                _evaluator.NeverReturns = false;
                return null;
            }
        }

        if (block.BranchValue is not { } branch)
        {
            return PointsTo.Empty;
        }

        FlowState? beforeBranch = guarded && ExceptionRoutes.MayThrow(branch) ? state.Clone() : null;
        _keyed?.Release(state, branch);
        PointsTo value = _evaluator.Evaluate(state, branch);
        if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
        {
            if (_evidence.IsRecording && !(value.IsEmpty && _nulls.IsNull(branch)))
            {
                _returned.Add(value);
            }

            _transitions.Escape(state, _keyed is null ? value : KeyedObligations.HandedOver(branch, value, state), EscapeKind.Return, branch.Syntax);
        }

        if (beforeBranch is not null)
        {
            LeaveByException(block, branch, ExceptionRoutes.StateOfThrow(beforeBranch, state));
        }

        if (block.ConditionalSuccessor is not null)
        {
            _keyed?.Doubt(branch, value, state);
        }

        return value;
    }

    private void Follow(ControlFlowBranch branch, FlowState state, PointsTo branchValue)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                _transitions.Escape(state, branchValue, EscapeKind.Argument, (branch.Source.BranchValue ?? _graph.OriginalOperation).Syntax);
                Route(_exceptions.Of(branch.Source), state, written: branch, cancelled: null);
                return;

            case ControlFlowBranchSemantics.Return or ControlFlowBranchSemantics.Regular when branch.Destination is not null:
                if (_evidence.IsRecording)
                {
                    _ledger.LeaveScopes(branch, state);
                }

                if (RunFinallies(branch.FinallyRegions, state) is { } arriving)
                {
                    Reach(branch.Destination, arriving, branch);
                }

                return;
        }
    }

    private void Reach(BasicBlock destination, FlowState state, ControlFlowBranch branch)
    {
        if (destination.Kind == BasicBlockKind.Exit)
        {
            Exit(state, LeakKind.Exit, branch, cancelled: null);
        }
        else if (!_evidence.IsRecording)
        {
            _blocks.Arrive(destination.Ordinal, state);
        }
        else if (LeavingBlocks.IsOne(destination))
        {
            Visit(destination, state);
        }
    }

    private FlowState? RunFinallies(ImmutableArray<ControlFlowRegion> regions, FlowState? state)
    {
        foreach (ControlFlowRegion region in regions)
        {
            state = state is null ? null : RunFinally(region, state);
        }

        return state;
    }

    /// <summary>Runs a finally region, unless it was run just so: most calls that may throw into it change nothing. Null where no way comes out.</summary>
    private FlowState? RunFinally(ControlFlowRegion region, FlowState state)
    {
        FlowState entry = _keyed?.Enter(region, state) ?? state;
        if (!_finallies.TryGetValue(region, out (FlowState Entry, FlowState? End) last) || !last.Entry.IsSameAs(entry))
        {
            _finallies[region] = last = (entry.Clone(), RunThrough(region, entry));
        }

        return last.End?.Clone();
    }

    /// <summary>Runs a region from its first block to its end, in a small flow of its own: each way through it comes out where it was going.</summary>
    private FlowState? RunThrough(ControlFlowRegion region, FlowState entry)
    {
        var blocks = new BlockStates(region.FirstBlockOrdinal, entry);
        FlowState? end = null;
        while (_visits <= MaxVisits && blocks.TryTake(out int ordinal, out FlowState current))
        {
            BasicBlock block = _graph.Blocks[ordinal];
            if (Run(block, current) is not { } branchValue)
            {
                continue;
            }

            foreach ((ControlFlowBranch branch, FlowState leaving) in BlockSuccessors.Of(block, current, branchValue, _emptyHandedWays))
            {
                if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
                {
                    end ??= leaving;
                    end.Join(leaving);
                }
                else if (branch.Destination is { } next && next.Ordinal >= region.FirstBlockOrdinal && next.Ordinal <= region.LastBlockOrdinal
                    && RunFinallies(branch.FinallyRegions, leaving) is { } arriving)
                {
                    blocks.Arrive(next.Ordinal, arriving);
                }
            }
        }

        return end;
    }

    private void LeaveByException(BasicBlock block, IOperation operation, FlowState state)
    {
        FlowState thrown = _context.ExceptionPaths == ExceptionPaths.All ? state : state.AfterUnwrittenException();
        _keyed?.Throw(operation, block, thrown);
        SyntaxNode? cancelled = _evidence.IsRecording && _context.ExceptionPaths == ExceptionPaths.All ? CancellableCalls.FirstIn(operation) : null;
        Route(_exceptions.Of(block), thrown, written: null, cancelled);
    }

    /// <summary>Sends a state through the handlers an exception meets on its way out.</summary>
    private void Route(IEnumerable<ExceptionStep> steps, FlowState state, ControlFlowBranch? written, SyntaxNode? cancelled)
    {
        foreach (ExceptionStep step in steps)
        {
            if (step.Finally is { } region)
            {
                if (RunFinally(region, state) is not { } after)
                {
                    return;
                }

                state = after;
                continue;
            }

            if (!_evidence.IsRecording)
            {
                _blocks.Arrive(step.Handler, _keyed?.Catch(step.Handler, state) ?? state);
            }

            cancelled = step.CatchesCancelling ? null : cancelled;
            if (step.CatchesAll)
            {
                return;
            }
        }

        Exit(state, written is not null ? LeakKind.Throw : cancelled is not null ? LeakKind.Cancelled : LeakKind.UnwrittenException, written, cancelled);
    }

    private void Exit(FlowState state, LeakKind kind, ControlFlowBranch? branch, SyntaxNode? cancelled)
    {
        if (_evidence.IsRecording)
        {
            _ledger.Exit(state, kind, branch, cancelled);
        }
    }
}

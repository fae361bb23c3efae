using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Ownership;

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
    private readonly OperationEvaluator _evaluator;
    private readonly ExceptionRoutes _exceptions;
    private readonly FlowState?[] _entries;
    private readonly Queue<int> _pending = new();
    private readonly List<Value> _returned = new();
    private readonly List<(Obligation Obligation, LeakKind Kind, bool Conditional)> _open = new();
    private int _visits;

    private OwnershipFlow(ControlFlowGraph graph, FlowContext context)
    {
        _graph = graph;
        _context = context;
        _evaluator = new OperationEvaluator(context, _obligations, new CaptureTargets(graph));
        _exceptions = new ExceptionRoutes(graph, context.ExceptionPaths);
        _entries = new FlowState?[graph.Blocks.Length];
    }

    /// <summary>Runs the flow.</summary>
    /// <param name="graph">The body.</param>
    /// <param name="context">The world around it.</param>
    /// <param name="tracked">Parameters to follow as if they had been acquired here: the first obligations of the result.</param>
    public static FlowResult Run(ControlFlowGraph graph, FlowContext context, ImmutableArray<IParameterSymbol> tracked)
    {
        var flow = new OwnershipFlow(graph, context);
        bool settled = flow.Settle(flow.Start(tracked));
        if (settled)
        {
            flow.Record();
        }

        return new FlowResult(flow._obligations.ToImmutable(), flow._returned.ToImmutableArray(), GaveUp: !settled);
    }

    private FlowState Start(ImmutableArray<IParameterSymbol> tracked)
    {
        var state = new FlowState();
        foreach (IParameterSymbol parameter in tracked)
        {
            // A node that no acquiring call can have keeps the numbers of parameters and calls apart.
            Obligation obligation = _obligations.GetOrAdd(parameter.DeclaringSyntaxReferences[0].GetSyntax(_context.CancellationToken));
            if (RoleOf(parameter, _context.Symbols) is { } known)
            {
                state[parameter] = Value.Of(obligation.Number, known);
                state[obligation.Number] = ObligationStatus.Open;
            }
        }

        return state;
    }

    /// <summary>
    /// The role in which a parameter is followed; null for one that can't hold a resource. A parameter of any reference
    /// type can: a helper that disposes an <c>IDisposable</c> disposes the connection it is given.
    /// </summary>
    public static Role? RoleOf(IParameterSymbol parameter, RedisSymbols symbols)
    {
        if (parameter.RefKind is RefKind.Ref or RefKind.Out || parameter.IsParams)
        {
            return null;
        }

        if (symbols.IsTaskOfConnection(parameter.Type))
        {
            return Role.Task;
        }

        if (symbols.IsView(parameter.Type))
        {
            return Role.View;
        }

        return parameter.Type.IsReferenceType || parameter.Type is ITypeParameterSymbol ? Role.Owner : null;
    }

    private bool Settle(FlowState start)
    {
        _entries[0] = start;
        _pending.Enqueue(0);
        while (_pending.Count > 0)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            int ordinal = _pending.Dequeue();
            Visit(_graph.Blocks[ordinal], _entries[ordinal]!.Clone());
            if (_visits > MaxVisits)
            {
                return false;
            }
        }

        return true;
    }

    private void Record()
    {
        _evaluator.Recording = true;
        for (int ordinal = 0; ordinal < _entries.Length; ordinal++)
        {
            if (_entries[ordinal] is { } entry)
            {
                Visit(_graph.Blocks[ordinal], entry.Clone());
            }
        }

        Conclude();
    }

    private void Visit(BasicBlock block, FlowState state)
    {
        if (Run(block, state) is not { } branchValue)
        {
            return;
        }

        foreach ((ControlFlowBranch branch, FlowState leaving) in Successors(block, state))
        {
            Follow(branch, leaving, branchValue);
        }
    }

    /// <summary>Runs the operations of a block and gives its branch value; null where no path leads on.</summary>
    private Value? Run(BasicBlock block, FlowState state)
    {
        _visits++;
        bool guarded = _exceptions.Matter(block);
        _evaluator.State = state;
        foreach (IOperation operation in block.Operations)
        {
            FlowState? before = guarded && ExceptionRoutes.MayThrow(operation) ? state.Clone() : null;
            _evaluator.Evaluate(operation);
            if (before is not null)
            {
                LeaveByException(block, ExceptionRoutes.StateOfThrow(before, state));
            }

            if (_evaluator.NeverReturns)
            {
                _evaluator.NeverReturns = false;
                return null;
            }
        }

        if (block.BranchValue is not { } branch)
        {
            return Value.Empty;
        }

        FlowState? beforeBranch = guarded && ExceptionRoutes.MayThrow(branch) ? state.Clone() : null;
        Value value = _evaluator.Evaluate(branch);
        if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
        {
            if (_evaluator.Recording)
            {
                _returned.Add(value);
            }

            _evaluator.Escape(value, EscapeKind.Return, branch.Syntax);
        }

        if (beforeBranch is not null)
        {
            LeaveByException(block, ExceptionRoutes.StateOfThrow(beforeBranch, state));
        }

        return value;
    }

    private void Follow(ControlFlowBranch branch, FlowState state, Value branchValue)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                _evaluator.State = state;
                _evaluator.Escape(branchValue, EscapeKind.Argument, (branch.Source.BranchValue ?? _graph.OriginalOperation).Syntax);
                Route(_exceptions.Of(branch.Source), state, written: true);
                return;

            case ControlFlowBranchSemantics.Return or ControlFlowBranchSemantics.Regular when branch.Destination is not null:
                NoteOutOfScope(branch, state);
                foreach (ControlFlowRegion region in branch.FinallyRegions)
                {
                    if (RunFinally(region, state) is not { } after)
                    {
                        return;
                    }

                    state = after;
                }

                Reach(branch.Destination, state);
                return;
        }
    }

    /// <summary>
    /// A variable of an inner scope dies with the branch that leaves it. If it alone refers to an open resource, that is
    /// lost on this path, whatever the other paths do: the <c>continue</c> before the Dispose.
    /// </summary>
    private void NoteOutOfScope(ControlFlowBranch branch, FlowState state)
    {
        if (!_evaluator.Recording || branch.Destination?.Kind == BasicBlockKind.Exit || branch.FinallyRegions.Length > 0)
        {
            return;
        }

        foreach (ControlFlowRegion region in branch.LeavingRegions)
        {
            foreach (ILocalSymbol local in region.Locals)
            {
                foreach (Reference reference in state[local].References)
                {
                    if (reference.Role is Role.Owner or Role.Task
                        && (state[reference.Obligation] & ObligationStatus.Open) != 0
                        && state.IsOnlyReferredToBy(branch.LeavingRegions, reference.Obligation))
                    {
                        _open.Add((_obligations[reference.Obligation], LeakKind.OutOfScope, Conditional: (state[reference.Obligation] & ObligationStatus.Absent) != 0));
                    }
                }
            }
        }
    }

    private void Reach(BasicBlock destination, FlowState state)
    {
        if (destination.Kind == BasicBlockKind.Exit)
        {
            Exit(state, LeakKind.Exit);
        }
        else if (!_evaluator.Recording)
        {
            Join(destination.Ordinal, state);
        }
    }

    private void Join(int ordinal, FlowState state)
    {
        if (_entries[ordinal] is { } known)
        {
            if (!known.Join(state))
            {
                return;
            }
        }
        else
        {
            _entries[ordinal] = state.Clone();
        }

        if (!_pending.Contains(ordinal))
        {
            _pending.Enqueue(ordinal);
        }
    }

    /// <summary>
    /// Runs a finally region from its first block to its end, in a small flow of its own: each way through it comes out
    /// where it was going. Null where no way comes out.
    /// </summary>
    private FlowState? RunFinally(ControlFlowRegion region, FlowState state)
    {
        var entries = new Dictionary<int, FlowState> { [region.FirstBlockOrdinal] = state.Clone() };
        var pending = new Queue<int>();
        pending.Enqueue(region.FirstBlockOrdinal);
        FlowState? end = null;
        while (pending.Count > 0 && _visits <= MaxVisits)
        {
            BasicBlock block = _graph.Blocks[pending.Dequeue()];
            FlowState current = entries[block.Ordinal].Clone();
            if (Run(block, current) is null)
            {
                continue;
            }

            foreach ((ControlFlowBranch branch, FlowState leaving) in Successors(block, current))
            {
                if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
                {
                    if (end is null)
                    {
                        end = leaving;
                    }
                    else
                    {
                        end.Join(leaving);
                    }
                }
                else if (branch.Destination is { } next && next.Ordinal >= region.FirstBlockOrdinal && next.Ordinal <= region.LastBlockOrdinal)
                {
                    FlowState? arriving = leaving;
                    foreach (ControlFlowRegion inner in branch.FinallyRegions)
                    {
                        arriving = arriving is null ? null : RunFinally(inner, arriving);
                    }

                    if (arriving is null)
                    {
                        continue;
                    }

                    if (!entries.TryGetValue(next.Ordinal, out FlowState? known))
                    {
                        entries[next.Ordinal] = arriving.Clone();
                        pending.Enqueue(next.Ordinal);
                    }
                    else if (known.Join(arriving))
                    {
                        pending.Enqueue(next.Ordinal);
                    }
                }
            }
        }

        return end;
    }

    /// <summary>The ways on from a block, each with what its condition teaches. A condition that is always true has one.</summary>
    private static IEnumerable<(ControlFlowBranch Branch, FlowState State)> Successors(BasicBlock block, FlowState state)
    {
        bool always = false;
        bool never = false;
        if (block is { ConditionalSuccessor: { } conditional, BranchValue: { } condition })
        {
            bool outcome = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            if (condition.ConstantValue is { HasValue: true, Value: bool constant })
            {
                always = constant == outcome;
                never = !always;
            }

            if (!never)
            {
                FlowState taken = state.Clone();
                BranchRefinement.Apply(taken, condition, outcome);
                yield return (conditional, taken);
            }

            BranchRefinement.Apply(state, condition, !outcome);
        }

        if (block.FallThroughSuccessor is { } successor && !always)
        {
            yield return (successor, state);
        }
    }

    private void LeaveByException(BasicBlock block, FlowState state)
    {
        FlowState thrown = _context.ExceptionPaths == ExceptionPaths.All ? state : state.AfterUnwrittenException();
        FlowState current = _evaluator.State;
        Route(_exceptions.Of(block), thrown, written: false);
        _evaluator.State = current;
    }

    /// <summary>Sends a state through the handlers an exception meets on its way out.</summary>
    private void Route(IEnumerable<ExceptionStep> steps, FlowState state, bool written)
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

            if (!_evaluator.Recording)
            {
                Join(step.Handler, state);
            }

            if (step.CatchesAll)
            {
                return;
            }
        }

        Exit(state, written ? LeakKind.Throw : LeakKind.UnwrittenException);
    }

    private void Exit(FlowState state, LeakKind kind)
    {
        if (!_evaluator.Recording)
        {
            return;
        }

        foreach (Obligation obligation in _obligations.ToImmutable())
        {
            ObligationStatus status = state[obligation.Number];
            if (!Counts(kind))
            {
                continue;
            }

            obligation.ExitStatus |= status;
            if ((status & ObligationStatus.Open) != 0)
            {
                _open.Add((obligation, kind, Conditional: (status & ObligationStatus.Absent) != 0));
            }
        }
    }

    /// <summary>
    /// Acquired on only some of the paths that end here, and looked after somewhere: the code that looks after it most
    /// likely stands under the same condition as the acquiring, which a union of paths can't tell. Silence.
    /// </summary>
    private void Conclude()
    {
        foreach ((Obligation obligation, LeakKind kind, bool conditional) in _open)
        {
            if (!conditional || (obligation.Releases.Count == 0 && !obligation.HasEscaped))
            {
                obligation.AddLeak(kind);
            }
        }
    }

    private bool Counts(LeakKind kind)
        => kind switch
        {
            LeakKind.UnwrittenException => _context.ExceptionPaths == ExceptionPaths.All,
            LeakKind.Throw => _context.ExceptionPaths != ExceptionPaths.None,
            _ => true,
        };
}

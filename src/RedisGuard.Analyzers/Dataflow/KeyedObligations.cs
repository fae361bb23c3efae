using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Applies to the states of a flow what is known of resources that no value stands for. A <c>finally</c> or <c>catch</c> that releases in any
/// form counts as the release: under which condition, its author knows.
/// </summary>
internal sealed class KeyedObligations
{
    private readonly IKeyedReleases _releases;
    private readonly ControlFlowGraph _graph;
    private readonly ObligationTable _obligations;
    private readonly Transitions _transitions;
    private readonly Dictionary<(ControlFlowRegion Region, int Obligation), bool> _releasing = new();

    public KeyedObligations(IKeyedReleases releases, ControlFlowGraph graph, ObligationTable obligations, Transitions transitions)
    {
        _releases = releases;
        _graph = graph;
        _obligations = obligations;
        _transitions = transitions;
    }

    /// <summary>An operation is evaluated that may release.</summary>
    public void Release(FlowState state, IOperation operation)
    {
        foreach (int held in Held(state))
        {
            if (_releases.Release(operation, _obligations[held].Acquisition))
            {
                _transitions.Release(state, PointsTo.Of(held, AliasKind.Answer), operation.Syntax);
            }
        }
    }

    /// <summary>The state at the entry of a <c>finally</c> or <c>catch</c>.</summary>
    public FlowState Enter(ControlFlowRegion region, FlowState state)
    {
        FlowState inside = state.Clone();
        foreach (int held in Held(state))
        {
            if (ReleasesIn(region, held))
            {
                inside[held] = ObligationStatus.Released;
            }
        }

        return inside;
    }

    /// <summary>The state at the entry of the handler that begins with a block.</summary>
    public FlowState Catch(int handler, FlowState state)
    {
        ControlFlowRegion region = _graph.Blocks[handler].EnclosingRegion;
        while (region.Kind is not (ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler) && region.EnclosingRegion is { } outer)
        {
            region = outer;
        }

        return Enter(region, state.AfterUnwrittenException());
    }

    /// <summary>Keeps in the state of an exception what it is held against. A <c>catch</c> or <c>finally</c> is there to mend, and taken at its word.</summary>
    public void Throw(IOperation operation, BasicBlock block, FlowState state)
    {
        bool isMended = IsInHandler(block.EnclosingRegion);
        foreach (int held in Held(state))
        {
            bool hasFinally = IsReleasedInFinally(_graph.Root, held);
            if (isMended || !operation.DescendantsAndSelf().Any(part => _releases.MayThrow(part, hasFinally) && !WaitsFor(part, held, state)))
            {
                state[held] = ObligationStatus.Absent;
            }
        }
    }

    /// <summary><c>if (token != null) { db.LockRelease(key, token); }</c>: why it may be left out isn't known, so it isn't held against it.</summary>
    public void Doubt(IOperation condition, PointsTo value, FlowState state)
    {
        foreach (int held in Held(state))
        {
            if (!value.RefersTo(held) && _releases.GuardRelease(condition, _obligations[held].Acquisition))
            {
                state[held] = (state[held] & ~ObligationStatuses.Owed) | ObligationStatus.InDoubt;
            }
        }
    }

    /// <summary><c>return true;</c>, <c>return new LockHandle(…);</c>: the caller has now what is held.</summary>
    public static PointsTo HandedOver(IOperation returned, PointsTo value, FlowState state)
        => SaysYes(returned) || returned.DescendantsAndSelf().Any(part => part is IObjectCreationOperation or IDelegateCreationOperation or IFlowAnonymousFunctionOperation)
            ? Held(state).Aggregate(value, (all, held) => all.Union(PointsTo.Of(held, AliasKind.Answer)))
            : value;

    private static bool SaysYes(IOperation returned)
        => returned.ConstantValue is { HasValue: true, Value: true }
            || (returned is IInvocationOperation { Arguments: [var result] } call && TaskMembers.IsFromResult(call.TargetMethod) && SaysYes(result.Value));

    /// <summary>A wait for the answer itself that throws has got none.</summary>
    private static bool WaitsFor(IOperation part, int obligation, FlowState state)
        => part switch
        {
            IAwaitOperation awaited => WaitsFor(awaited.Operation, obligation, state),
            IInvocationOperation { Instance: { } task } call when TaskMembers.IsPassThrough(call.TargetMethod) || TaskMembers.IsGetResult(call.TargetMethod) => WaitsFor(task, obligation, state),
            _ => BranchRefinement.Peek(state, part).RefersTo(obligation),
        };

    private static IEnumerable<int> Held(FlowState state)
    {
        for (int i = 0; i < state.ObligationCount; i++)
        {
            if ((state[i] & ObligationStatuses.Owed) != 0)
            {
                yield return i;
            }
        }
    }

    private static bool IsInHandler(ControlFlowRegion? region)
        => region is not null && (region.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.Finally || IsInHandler(region.EnclosingRegion));

    private bool IsReleasedInFinally(ControlFlowRegion region, int obligation)
        => (region.Kind == ControlFlowRegionKind.Finally && ReleasesIn(region, obligation)) || region.NestedRegions.Any(nested => IsReleasedInFinally(nested, obligation));

    private bool ReleasesIn(ControlFlowRegion region, int obligation)
    {
        if (!_releasing.TryGetValue((region, obligation), out bool releases))
        {
            SyntaxNode acquisition = _obligations[obligation].Acquisition;
            releases = _graph.Blocks
                .Where(block => block.Ordinal >= region.FirstBlockOrdinal && block.Ordinal <= region.LastBlockOrdinal)
                .Any(block => block.Operations.Any(operation => _releases.Release(operation, acquisition)) || (block.BranchValue is { } value && _releases.Release(value, acquisition)));
            _releasing.Add((region, obligation), releases);
        }

        return releases;
    }
}

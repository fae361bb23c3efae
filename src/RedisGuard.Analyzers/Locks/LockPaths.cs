using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Locks;

/// <summary>
/// Walks the paths that lead on from a lock that was taken until it is released, and says how one gets away. A walk of
/// its own, beside the ownership flow, since a lock isn't a value that somebody holds: a condition decides whether there
/// is anything to release, and what releases it is told by a key. In return it needs no joined states.
/// </summary>
internal sealed class LockPaths
{
    private readonly ControlFlowGraph _graph;
    private readonly IInvocationOperation _take;
    private readonly LockReleases _releases;
    private readonly LockWitnesses _witnesses;
    private readonly ExceptionRoutes _exceptions;
    private readonly bool _hasFinally;
    private readonly Stack<LockPath> _pending = new();
    private readonly HashSet<LockPath> _seen = new();
    private readonly HashSet<LockEscape> _escapes = new();

    private LockPaths(ControlFlowGraph graph, IInvocationOperation take, LockReleases releases, LockWitnesses witnesses)
    {
        _graph = graph;
        _take = take;
        _releases = releases;
        _witnesses = witnesses;
        _exceptions = new ExceptionRoutes(graph, ExceptionPaths.All);
        _hasFinally = graph.Blocks.Any(block => IsIn(block, ControlFlowRegionKind.Finally) && releases.AnyIn(block));
    }

    /// <summary>The ways in which the lock gets past its release.</summary>
    public static IReadOnlyCollection<LockEscape> Of(ControlFlowGraph graph, IInvocationOperation take, RedisSymbols symbols)
    {
        var releases = new LockReleases(take, symbols);
        var witnesses = new LockWitnesses(graph, take);

        // What is set where the lock is certain tells of it later, so the paths before may have to be walked again.
        while (true)
        {
            int known = witnesses.Count;
            var paths = new LockPaths(graph, take, releases, witnesses);
            paths.Walk();
            if (witnesses.Count == known)
            {
                return paths._escapes;
            }
        }
    }

    private void Walk()
    {
        foreach (BasicBlock block in _graph.Blocks)
        {
            for (int i = 0; i <= block.Operations.Length; i++)
            {
                if (OperationAt(block, i) is { } operation && operation.DescendantsAndSelf().Any(inner => inner.Syntax == _take.Syntax && inner is IInvocationOperation))
                {
                    Push(new LockPath(block.Ordinal, i + 1, IsCertain: false, IsAfterException: false, IsInDoubt: false));
                }
            }
        }

        while (_pending.Count > 0)
        {
            Follow(_pending.Pop());
        }
    }

    /// <summary>The operations of a block, and after them the value it branches on.</summary>
    private static IOperation? OperationAt(BasicBlock block, int index)
        => index < block.Operations.Length ? block.Operations[index] : block.BranchValue;

    private void Push(LockPath path)
    {
        if (_seen.Add(path))
        {
            _pending.Push(path);
        }
    }

    private void Follow(LockPath path)
    {
        BasicBlock block = _graph.Blocks[path.Block];
        for (int i = path.Operation; i <= block.Operations.Length; i++)
        {
            if (OperationAt(block, i) is not { } operation)
            {
                continue;
            }

            if (_releases.Contains(operation) || IsHandedOn(operation))
            {
                return;
            }

            if (path.IsCertain)
            {
                _witnesses.NoteSet(operation);
            }

            if (!path.IsInDoubt && MayThrow(operation, block))
            {
                Throw(block);
            }
        }

        Branch(block, path);
    }

    private void Branch(BasicBlock block, LockPath path)
    {
        if (block is { ConditionalSuccessor: { } conditional, BranchValue: { } condition })
        {
            bool? whenTrue = _witnesses.Meaning(condition);
            bool outcome = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            path = path with { IsCertain = path.IsCertain || whenTrue is not null, IsInDoubt = path.IsInDoubt || (whenTrue is null && GuardsRelease(condition.Syntax)) };
            if (IsPossible(whenTrue, outcome))
            {
                Leave(conditional, block, path);
            }

            if (block.FallThroughSuccessor is { } otherwise && IsPossible(whenTrue, !outcome))
            {
                Leave(otherwise, block, path);
            }
        }
        else if (block.FallThroughSuccessor is { } next)
        {
            Leave(next, block, path);
        }
    }

    /// <summary>Where the condition says whether the lock is held, only the way on which it is leads on.</summary>
    private static bool IsPossible(bool? whenTrue, bool outcome) => whenTrue is null || whenTrue == outcome;

    /// <summary><c>if (token != null) { db.LockRelease(key, token); }</c>: why it may be left out isn't known, so it isn't held against it.</summary>
    private bool GuardsRelease(SyntaxNode condition)
        => condition.FirstAncestorOrSelf<IfStatementSyntax>(test => test.Condition.Span.Contains(condition.Span)) is { Else: null, Statement: { } guarded }
            && _releases.Matching.Any(release => guarded.Span.Contains(release.Syntax.Span))
            && !guarded.DescendantNodesAndSelf().Any(node => node is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax);

    private void Leave(ControlFlowBranch branch, BasicBlock block, LockPath path)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                if (!path.IsInDoubt)
                {
                    Throw(block);
                }

                break;

            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return when branch.Destination is { } destination:
                if (branch.FinallyRegions.Any(region => _releases.AnyIn(region, _graph)))
                {
                    break;
                }

                if (destination.Kind != BasicBlockKind.Exit)
                {
                    Push(path with { Block = destination.Ordinal, Operation = 0 });
                }
                else if (IsHandedOver(block.BranchValue) && !path.IsAfterException)
                {
                    _escapes.Add(LockEscape.HandOver);
                }
                else if (!path.IsInDoubt)
                {
                    _escapes.Add(path.IsAfterException ? LockEscape.Exception : LockEscape.Return);
                }

                break;
        }
    }

    /// <summary><c>return true;</c>, <c>return new LockHandle(…);</c>: the caller has the lock now.</summary>
    private bool IsHandedOver(IOperation? returned)
        => returned is not null
            && (returned.ConstantValue is { HasValue: true, Value: true } || _witnesses.Meaning(returned) == true
                || returned.DescendantsAndSelf().Any(operation => operation is IObjectCreationOperation or IDelegateCreationOperation or IFlowAnonymousFunctionOperation));

    private void Throw(BasicBlock block)
    {
        foreach (ExceptionStep step in _exceptions.Of(block))
        {
            if (step.Finally is { } region)
            {
                if (_releases.AnyIn(region, _graph))
                {
                    return;
                }

                continue;
            }

            if (!_releases.AnyIn(HandlerOf(_graph.Blocks[step.Handler]), _graph))
            {
                Push(new LockPath(step.Handler, 0, IsCertain: true, IsAfterException: true, IsInDoubt: false));
            }

            if (step.CatchesAll)
            {
                return;
            }
        }

        _escapes.Add(LockEscape.Exception);
    }

    /// <summary>
    /// What is called while the lock is held may throw; that a log does, or what only reports an exception, isn't held
    /// against code that has a finally for the rest.
    /// </summary>
    private bool MayThrow(IOperation operation, BasicBlock block)
        => !IsIn(block, ControlFlowRegionKind.Catch)
            && !IsIn(block, ControlFlowRegionKind.Finally)
            && operation.DescendantsAndSelf().Any(inner => inner.Syntax != _take.Syntax && inner switch
            {
                IInvocationOperation call => !IsPlumbing(call) && !(_hasFinally && IsHarmless(call)),
                IObjectCreationOperation => !_hasFinally,
                IAwaitOperation awaited => !awaited.Syntax.Span.Contains(_take.Syntax.Span) && !IsOfTake(awaited.Operation) && !IsFirstOf(awaited.Operation),
                IDynamicInvocationOperation or IInvalidOperation => true,
                _ => false,
            });

    /// <summary>Somebody is given the task that says whether the lock is held, and sees to it.</summary>
    private bool IsHandedOn(IOperation operation)
        => operation.DescendantsAndSelf().Any(inner => inner is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method }, Value: { Type: { } type } task }
            && TaskMembers.IsTask(type)
            && !TaskMembers.IsCombinator(method)
            && !TaskMembers.IsWait(method)
            && IsOfTake(task));

    /// <summary>The await of the take itself, with what the compiler sees in it, and what only makes tasks of tasks or of time.</summary>
    private bool IsPlumbing(IInvocationOperation call)
        => call.Syntax.Span.Contains(_take.Syntax.Span) || TaskMembers.IsCombinator(call.TargetMethod) || TaskMembers.IsDelay(call.TargetMethod) || (TaskMembers.IsPassThrough(call.TargetMethod) || TaskMembers.IsGetResult(call.TargetMethod)) && call.Instance is { } task && IsOfTake(task);

    /// <summary><c>await Task.WhenAny(…)</c>: what the first task throws stays in it.</summary>
    private static bool IsFirstOf(IOperation task) => task is IInvocationOperation { TargetMethod: { Name: "WhenAny" } method } && TaskMembers.IsCombinator(method);

    private bool IsOfTake(IOperation task) => _witnesses.Meaning(task) is not null;

    private static bool IsHarmless(IInvocationOperation call)
        => IsStarted(call) || LogCalls.Describe(call) is not null || call.TargetMethod.ContainingType?.ContainingNamespace is { Name: "System" or "Diagnostics" };

    /// <summary>An async method that isn't awaited here puts what it throws into its task.</summary>
    private static bool IsStarted(IInvocationOperation call)
        => call.TargetMethod.IsAsync && call.Parent is not (IAwaitOperation or IInvocationOperation or IPropertyReferenceOperation);

    private static bool IsIn(BasicBlock block, ControlFlowRegionKind kind)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    private static ControlFlowRegion HandlerOf(BasicBlock first)
    {
        ControlFlowRegion region = first.EnclosingRegion;
        while (region.Kind is not (ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler) && region.EnclosingRegion is { } parent)
        {
            region = parent;
        }

        return region;
    }
}

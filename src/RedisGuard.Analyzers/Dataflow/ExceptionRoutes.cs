using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Ways of an exception from a block: innermost first, the finally regions and handlers around it.</summary>
internal sealed class ExceptionRoutes
{
    private readonly ExceptionPaths _paths;
    private readonly List<ExceptionStep>?[] _steps;

    public ExceptionRoutes(ControlFlowGraph graph, ExceptionPaths paths)
    {
        _paths = paths;
        _steps = new List<ExceptionStep>?[graph.Blocks.Length];
    }

    /// <summary>Whether an exception from this block changes anything that is kept account of.</summary>
    public bool Matter(BasicBlock block)
    {
        if (_paths == ExceptionPaths.All)
        {
            return true;
        }

        foreach (ExceptionStep step in Of(block))
        {
            if (step.Finally is null)
            {
                return true;
            }
        }

        return false;
    }

    public IReadOnlyList<ExceptionStep> Of(BasicBlock block)
        => _steps[block.Ordinal] ??= Trace(block.EnclosingRegion);

    /// <summary>Whether evaluating this can throw at all: a store to a local can't.</summary>
    public static bool MayThrow(IOperation operation)
    {
        foreach (IOperation descendant in operation.DescendantsAndSelf())
        {
            if (descendant is IInvocationOperation or IObjectCreationOperation or IAwaitOperation or IPropertyReferenceOperation
                or IInvalidOperation or IDynamicInvocationOperation or IArrayElementReferenceOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// How things stand when an operation throws: as before it, except that what it releases or takes over counts as
    /// done, since nobody can do better about a Dispose that throws.
    /// </summary>
    public static FlowState StateOfThrow(FlowState before, FlowState after)
    {
        const ObligationStatus unreleased = ObligationStatuses.Unreleased | ObligationStatus.OpenByException;
        for (int i = 0; i < before.ObligationCount; i++)
        {
            if ((before[i] & unreleased) != 0 && (after[i] & unreleased) == 0)
            {
                before[i] = after[i];
            }
        }

        return before;
    }

    private static List<ExceptionStep> Trace(ControlFlowRegion? region)
    {
        var steps = new List<ExceptionStep>();

        // The root of a lambda's or local function's graph lies in a region of the graph around it, whose blocks aren't ours.
        for (; region is { Kind: not ControlFlowRegionKind.Root, EnclosingRegion: { } parent }; region = parent)
        {
            if (region.Kind != ControlFlowRegionKind.Try)
            {
                continue;
            }

            foreach (ControlFlowRegion sibling in parent.NestedRegions)
            {
                if (sibling.Kind == ControlFlowRegionKind.Finally)
                {
                    steps.Add(new ExceptionStep(sibling, Handler: -1, CatchesAll: false, CatchesCancelling: false));
                }
                else if (sibling.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler)
                {
                    steps.Add(new ExceptionStep(null, sibling.FirstBlockOrdinal, CatchesAll(sibling), CatchesAll(sibling) || CatchesCancelling(sibling)));
                }
            }
        }

        return steps;
    }

    private static bool CatchesCancelling(ControlFlowRegion handler)
        => handler is { Kind: ControlFlowRegionKind.Catch, ExceptionType: { Name: "OperationCanceledException", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    private static bool CatchesAll(ControlFlowRegion handler)
        => handler.Kind == ControlFlowRegionKind.Catch
            && handler.ExceptionType is null or { SpecialType: SpecialType.System_Object }
                or { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}

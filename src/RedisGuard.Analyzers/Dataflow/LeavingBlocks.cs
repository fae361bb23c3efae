using Microsoft.CodeAnalysis.FlowAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Blocks that several ways lead to and that only leave: <c>if (reply is null || reply.Length &gt; max) { return false; }</c>. Joined before
/// they leave, a way on which there is nothing to release would hide one on which there is; so each is followed to its end by itself.
/// </summary>
internal static class LeavingBlocks
{
    /// <summary>More ways than this are joined as anywhere else: the work stays bounded.</summary>
    private const int MaxWays = 16;

    public static bool IsOne(BasicBlock block)
        => block is { Kind: BasicBlockKind.Block, ConditionalSuccessor: null, FallThroughSuccessor.Semantics: ControlFlowBranchSemantics.Return or ControlFlowBranchSemantics.Throw }
            && block.Predecessors.Length is > 1 and <= MaxWays
            && !IsEntered(block);

    /// <summary>A handler's first block is entered by exceptions, and a finally's on every way out: not by a branch that is followed.</summary>
    private static bool IsEntered(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Finally
                || (region.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter or ControlFlowRegionKind.FilterAndHandler && region.FirstBlockOrdinal == block.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}

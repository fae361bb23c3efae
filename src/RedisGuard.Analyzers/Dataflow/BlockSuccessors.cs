using System.Collections.Generic;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The ways on from a block of a control-flow graph.</summary>
internal static class BlockSuccessors
{
    /// <summary>Each way with what its condition teaches. A condition that is always true has one.</summary>
    /// <param name="block">The block.</param>
    /// <param name="state">How things stand at its end; changed.</param>
    /// <param name="value">What its branch value refers to.</param>
    /// <param name="emptyHanded">The ways on which nothing was put into a resource; null where that is no question.</param>
    public static IEnumerable<(ControlFlowBranch Branch, FlowState State)> Of(BasicBlock block, FlowState state, PointsTo value, EmptyHandedWays? emptyHanded)
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
                BranchRefinement.ApplyAnswer(taken, value, outcome);
                emptyHanded?.Apply(taken, block, conditional);
                yield return (conditional, taken);
            }

            BranchRefinement.Apply(state, condition, !outcome);
            BranchRefinement.ApplyAnswer(state, value, !outcome);
            if (block.FallThroughSuccessor is { } otherwise)
            {
                emptyHanded?.Apply(state, block, otherwise);
            }
        }

        if (block.FallThroughSuccessor is { } successor && !always)
        {
            yield return (successor, state);
        }
    }
}

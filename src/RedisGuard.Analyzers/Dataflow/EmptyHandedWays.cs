using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// The way past <c>if (any) { batch.Execute(); }</c>. Where it isn't known whether anything was queued, an <c>if</c> of which one way
/// alone leads on to the release asks just that, so that the other is taken with nothing queued. What was surely queued stays queued; so does what is too little for a
/// count.
/// </summary>
internal sealed class EmptyHandedWays
{
    private readonly ControlFlowGraph _graph;
    private readonly ResourceModel _resource;
    private readonly ObligationTable _obligations;
    private readonly Dictionary<int, HashSet<int>> _leading = new();

    public EmptyHandedWays(ControlFlowGraph graph, ResourceModel resource, ObligationTable obligations)
    {
        _graph = graph;
        _resource = resource;
        _obligations = obligations;
    }

    /// <summary>Narrows the state on one of the two ways that a condition decides between.</summary>
    public void Apply(FlowState state, BasicBlock block, ControlFlowBranch way)
    {
        if (block.BranchValue is not { } condition || !IsOfIf(condition.Syntax))
        {
            return;
        }

        ControlFlowBranch? other = way == block.ConditionalSuccessor ? block.FallThroughSuccessor : block.ConditionalSuccessor;
        for (int i = 0; i < state.ObligationCount; i++)
        {
            if ((state[i] & ObligationStatus.Empty) != 0 && state[i].MayBeFilled() && !LeadsToRelease(way, i) && LeadsToRelease(other, i))
            {
                state[i] &= AsksForMany(condition) || (IsChosenByCaller(condition) && SendsInside(condition)) ? ~ObligationStatus.Empty : ~(ObligationStatus.Open | ObligationStatus.Reopened);
            }
        }
    }

    private static bool IsOfIf(SyntaxNode condition)
        => condition.FirstAncestorOrSelf<IfStatementSyntax>(test => test.Condition.Span.Contains(condition.Span)) is not null;

    /// <summary><c>if (tasks.Count &gt; 100)</c>: one or two are something as well.</summary>
    private static bool AsksForMany(IOperation condition)
        => condition switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => AsksForMany(not.Operand),
            IBinaryOperation { LeftOperand: not ILiteralOperation, RightOperand.ConstantValue: { HasValue: true, Value: int limit } } comparison => comparison.OperatorKind switch
            {
                BinaryOperatorKind.GreaterThan or BinaryOperatorKind.LessThanOrEqual => limit > 0,
                BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan => limit > 1,
                _ => false,
            },
            _ => false,
        };

    /// <summary><c>if (!dryRun)</c>: what a caller chooses says nothing of what is queued since.</summary>
    private bool IsChosenByCaller(IOperation condition)
        => condition switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsChosenByCaller(not.Operand),
            IParameterReferenceOperation { Parameter: var chosen } => !_graph.Blocks.SelectMany(Operations).Any(operation => operation is IAssignmentOperation { Target: IParameterReferenceOperation { Parameter: var target } } && SymbolEqualityComparer.Default.Equals(target, chosen)),
            _ => false,
        };

    /// <summary>Not <c>if (dryRun) { return; }</c>, which gives up what is queued.</summary>
    private bool SendsInside(IOperation condition)
        => condition.Syntax.FirstAncestorOrSelf<IfStatementSyntax>() is { } test
            && _graph.Blocks.SelectMany(Operations).Any(operation => operation is IInvocationOperation call && _resource.EffectOf(call.TargetMethod) == MemberEffect.Releases && test.Span.Contains(call.Syntax.Span));

    private bool LeadsToRelease(ControlFlowBranch? way, int obligation)
        => way?.Destination is { } destination
            && (Leading(obligation).Contains(destination.Ordinal) || way.FinallyRegions.Any(region => BlocksOf(region).Any(MayRelease)));

    private IEnumerable<BasicBlock> BlocksOf(ControlFlowRegion region)
        => _graph.Blocks.Where(block => block.Ordinal >= region.FirstBlockOrdinal && block.Ordinal <= region.LastBlockOrdinal);

    /// <summary>The blocks from which a release is reached before the resource is acquired anew.</summary>
    private HashSet<int> Leading(int obligation)
    {
        if (_leading.TryGetValue(obligation, out HashSet<int>? known))
        {
            return known;
        }

        var leading = new HashSet<int>();
        var pending = new Stack<BasicBlock>(_graph.Blocks.Where(MayRelease));
        SyntaxNode acquisition = _obligations[obligation].Acquisition;
        while (pending.Count > 0)
        {
            BasicBlock block = pending.Pop();
            if (!leading.Add(block.Ordinal) || Operations(block).Any(operation => operation.Syntax == acquisition))
            {
                continue;
            }

            foreach (ControlFlowBranch predecessor in block.Predecessors)
            {
                pending.Push(predecessor.Source);
            }
        }

        _leading.Add(obligation, leading);
        return leading;
    }

    /// <summary>Whether a block releases, or hands the resource to code that may.</summary>
    private bool MayRelease(BasicBlock block)
        => Operations(block).Any(operation => operation is IInvocationOperation call
            && (_resource.EffectOf(call.TargetMethod) == MemberEffect.Releases || call.Arguments.Any(argument => _resource.IsResource(argument.Value.Type))));

    private static IEnumerable<IOperation> Operations(BasicBlock block)
        => (block.BranchValue is { } branch ? block.Operations.Append(branch) : block.Operations).SelectMany(operation => operation.DescendantsAndSelf());
}

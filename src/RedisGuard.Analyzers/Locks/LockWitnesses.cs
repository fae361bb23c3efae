using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Locks;

/// <summary>
/// The variables that say whether a lock is held: those that got the result of taking it, and flags that are set where
/// it is certain. Each with the value that means it is.
/// </summary>
internal sealed class LockWitnesses
{
    private readonly SyntaxNode _take;
    private readonly Dictionary<ISymbol, bool> _locals = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, bool> _captures = new();

    public LockWitnesses(ControlFlowGraph graph, IInvocationOperation take)
    {
        _take = take.Syntax;
        int known;
        do
        {
            known = Count;
            foreach (BasicBlock block in graph.Blocks)
            {
                foreach (IOperation operation in block.Operations)
                {
                    NoteAssigned(operation);
                }
            }
        }
        while (Count > known);
    }

    public int Count => _locals.Count + _captures.Count;

    /// <summary>The value of a condition that means the lock is held; null where it says nothing of it.</summary>
    public bool? Meaning(IOperation condition)
        => condition switch
        {
            IInvocationOperation call when call.Syntax == _take => true,
            IInvocationOperation { Instance: { } instance } call when TaskMembers.IsPassThrough(call.TargetMethod) || TaskMembers.IsGetResult(call.TargetMethod) => Meaning(instance),
            IPropertyReferenceOperation { Instance: { } instance } property when TaskMembers.IsResult(property.Property) => Meaning(instance),
            IAwaitOperation awaited => Meaning(awaited.Operation),
            IConversionOperation conversion => Meaning(conversion.Operand),
            IParenthesizedOperation parenthesized => Meaning(parenthesized.Operand),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => !Meaning(not.Operand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: bool value } } equals => Means(equals.LeftOperand, value),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals, RightOperand.ConstantValue: { HasValue: true, Value: bool value } } differs => Means(differs.LeftOperand, !value),
            IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool value } } } pattern => Means(pattern.Value, value),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool value } } } } pattern => Means(pattern.Value, !value),
            ILocalReferenceOperation local => _locals.TryGetValue(local.Local, out bool means) ? means : null,
            IFlowCaptureReferenceOperation capture => _captures.TryGetValue(capture.Id, out bool means) ? means : null,
            ISimpleAssignmentOperation assignment => Meaning(assignment.Value),
            _ => null,
        };

    /// <summary>The same of a comparison with a constant.</summary>
    private bool? Means(IOperation operand, bool compared) => Meaning(operand) is { } means ? means == compared : null;

    /// <summary><c>acquired = true;</c> on a path that has the lock.</summary>
    public void NoteSet(IOperation operation)
    {
        if (Assignment(operation) is { Target: ILocalReferenceOperation { Local: { } local }, Value.ConstantValue: { HasValue: true, Value: true } } && !_locals.ContainsKey(local))
        {
            _locals.Add(local, true);
        }
    }

    private void NoteAssigned(IOperation operation)
    {
        if (operation is IFlowCaptureOperation capture && !_captures.ContainsKey(capture.Id) && Meaning(capture.Value) is { } captured)
        {
            _captures.Add(capture.Id, captured);
        }
        else if (Assignment(operation) is { Target: ILocalReferenceOperation { Local: { } local } } assignment && !_locals.ContainsKey(local) && Meaning(assignment.Value) is { } assigned)
        {
            _locals.Add(local, assigned);
        }
    }

    private static ISimpleAssignmentOperation? Assignment(IOperation operation)
        => operation switch
        {
            ISimpleAssignmentOperation assignment => assignment,
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment } => assignment,
            _ => null,
        };
}

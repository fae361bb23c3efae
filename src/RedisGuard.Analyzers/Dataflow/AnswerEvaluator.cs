using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// The transfer function of true and false, for a resource whose acquiring call answers by them: <c>!taken</c>, <c>taken == true</c>,
/// <c>taken is false</c>. The constant <c>true</c> answers for what is surely held where it is written: a flag that is set. So does <c>false</c>,
/// turned around, where a variable gets it there that began otherwise: <c>isBusy = false;</c>
/// </summary>
internal sealed class AnswerEvaluator
{
    private readonly OperationEvaluator _evaluator;

    public AnswerEvaluator(OperationEvaluator evaluator) => _evaluator = evaluator;

    /// <summary>The answer that an operation gives; null where it isn't one of these.</summary>
    public PointsTo? TryEvaluate(FlowState state, IOperation operation)
        => operation switch
        {
            { ConstantValue: { HasValue: true, Value: true } } => Held(state),
            { ConstantValue: { HasValue: true, Value: false }, Parent: ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Syntax: AssignmentExpressionSyntax } } => Turned(Held(state)),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Turned(_evaluator.Evaluate(state, not.Operand)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison => Compared(state, comparison),
            IIsPatternOperation { Pattern: IConstantPatternOperation constant } pattern => Compared(state, pattern.Value, Constant(constant.Value)),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation constant } } pattern => Compared(state, pattern.Value, !Constant(constant.Value)),

            // Of a bool?, which db?.LockTake(…) is.
            IInvocationOperation { TargetMethod: { Name: "GetValueOrDefault", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } answer } => _evaluator.Evaluate(state, answer),
            IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } answer } => _evaluator.Evaluate(state, answer),
            _ => null,
        };

    private static PointsTo Held(FlowState state)
    {
        PointsTo held = PointsTo.Empty;
        for (int i = 0; i < state.ObligationCount; i++)
        {
            if ((state[i] & ObligationStatuses.Owed) != 0 && (state[i] & ObligationStatus.Absent) == 0)
            {
                held = held.Union(PointsTo.Of(i, AliasKind.Answer));
            }
        }

        return held;
    }

    private PointsTo Compared(FlowState state, IBinaryOperation comparison)
    {
        bool isEqual = comparison.OperatorKind == BinaryOperatorKind.Equals;
        PointsTo left = _evaluator.Evaluate(state, comparison.LeftOperand);
        PointsTo right = _evaluator.Evaluate(state, comparison.RightOperand);
        return Constant(comparison.RightOperand) is { } value ? Means(left, value == isEqual)
            : Constant(comparison.LeftOperand) is { } other ? Means(right, other == isEqual)
            : PointsTo.Empty;
    }

    private PointsTo Compared(FlowState state, IOperation operand, bool? value)
    {
        PointsTo answer = _evaluator.Evaluate(state, operand);
        return value is { } compared ? Means(answer, compared) : PointsTo.Empty;
    }

    private static PointsTo Means(PointsTo answer, bool value)
        => value ? answer.Only(AliasKind.Answer).Union(answer.Only(AliasKind.Refusal)) : Turned(answer);

    private static PointsTo Turned(PointsTo answer)
        => answer.Project(AliasKind.Answer, AliasKind.Refusal).Union(answer.Project(AliasKind.Refusal, AliasKind.Answer));

    private static bool? Constant(IOperation operand)
        => operand switch
        {
            { ConstantValue: { HasValue: true, Value: bool value } } => value,
            IConversionOperation conversion => Constant(conversion.Operand),
            _ => null,
        };
}

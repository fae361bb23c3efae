using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Tells whether a variable, field or property is surely empty where it is assigned: what stands around the assignment has asked.</summary>
internal sealed class EmptyPlaces
{
    private readonly IOperation _assignment;
    private readonly ISymbol _place;
    private readonly int _from;

    /// <param name="assignment">The assignment.</param>
    /// <param name="place">What it assigns to.</param>
    /// <param name="from">Where in the text asking begins to count: what is asked before a lock is taken may be otherwise inside.</param>
    public EmptyPlaces(IOperation assignment, ISymbol place, int from = -1)
    {
        _assignment = assignment;
        _place = place;
        _from = from;
    }

    /// <summary>Tells whether a statement always ends the code around it, or its turn of a loop.</summary>
    public static bool Leaves(IOperation statement)
        => statement is IReturnOperation or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } or IExpressionStatementOperation { Operation: IThrowOperation }
            || (statement is IBlockOperation { Operations: { Length: > 0 } statements } && Leaves(statements[statements.Length - 1]));

    /// <summary><c>if (_redis is null) { _redis = Connect(); }</c>, <c>if (_redis != null) { return; } _redis = Connect();</c></summary>
    public bool AreSure()
    {
        for (IOperation current = _assignment; current.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = parent)
        {
            switch (parent)
            {
                case IConditionalOperation choice when current != choice.Condition && Counts(choice) && IsEmpty(choice.Condition, current == choice.WhenTrue):
                case IWhileLoopOperation { ConditionIsTop: true, Condition: { } asked } loop when current == loop.Body && Counts(loop) && IsEmpty(asked, true):
                    return !IsFilledSince(parent);

                // Its second turn may find what the first has left.
                case ILoopOperation:
                    return false;

                case IBlockOperation block when block.Operations.TakeWhile(statement => statement != current).LastOrDefault(LeavesUnlessEmpty) is { } asking:
                    return !IsFilledSince(asking);
            }
        }

        return false;
    }

    private bool LeavesUnlessEmpty(IOperation statement)
        => statement is IConditionalOperation { WhenFalse: null } choice && Counts(choice) && Leaves(choice.WhenTrue) && IsEmpty(choice.Condition, false);

    private bool Counts(IOperation asking) => asking.Syntax.SpanStart > _from;

    /// <summary>Tells whether the place is empty where the condition has come out so.</summary>
    private bool IsEmpty(IOperation condition, bool outcome)
        => condition.Unwrapped() switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsEmpty(not.Operand, !outcome),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => outcome && (IsEmpty(both.LeftOperand, true) || IsEmpty(both.RightOperand, true)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => !outcome && (IsEmpty(either.LeftOperand, false) || IsEmpty(either.RightOperand, false)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals => outcome && IsAgainstNull(equals),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs => !outcome && IsAgainstNull(differs),
            IIsPatternOperation pattern when Is(pattern.Value) => IsNull(pattern.Pattern, outcome),
            IMemberReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag => !outcome && IsToldBy(flag),
            _ => false,
        };

    private bool IsAgainstNull(IBinaryOperation comparison)
        => (Is(comparison.LeftOperand) && comparison.RightOperand.IsNull()) || (Is(comparison.RightOperand) && comparison.LeftOperand.IsNull());

    private static bool IsNull(IPatternOperation pattern, bool outcome)
        => pattern switch
        {
            INegatedPatternOperation negated => IsNull(negated.Pattern, !outcome),
            IConstantPatternOperation constant => outcome && constant.Value.IsNull(),
            IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } any => !outcome && SymbolEqualityComparer.Default.Equals(any.MatchedType, any.InputType),
            _ => false,
        };

    /// <summary>The flag is set beside the fill, which no way leaves without setting it, and stays so.</summary>
    private bool IsToldBy(IMemberReferenceOperation flag)
    {
        IOperation statement = _assignment;
        while (statement.Parent is not (null or IBlockOperation))
        {
            statement = statement.Parent;
        }

        return new FilledPlace(_assignment, _place).IsToldBy(flag)
            && statement.Parent is IBlockOperation block
            && block.Operations.SkipWhile(other => other != statement).Skip(1).TakeWhile(other => other is IExpressionStatementOperation).Any(other =>
                other is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IMemberReferenceOperation set, Value.ConstantValue: { HasValue: true, Value: true } } }
                && SymbolEqualityComparer.Default.Equals(set.Member, flag.Member));
    }

    private bool IsFilledSince(IOperation asking)
        => _assignment.Root().Descendants().Any(operation => operation.Syntax.SpanStart > asking.Syntax.SpanStart
            && operation.Syntax.SpanStart < _assignment.Syntax.SpanStart
            && !IsInOtherBranch(operation)
            && operation switch
            {
                IAssignmentOperation { Target: { } target } => Is(target),
                IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: { } given } => Is(given),
                _ => false,
            });

    private bool IsInOtherBranch(IOperation operation)
    {
        for (IOperation current = operation; current.Parent is { } parent; current = parent)
        {
            if (parent is IConditionalOperation { WhenFalse: { } otherwise } choice && current == choice.WhenTrue && otherwise.Syntax.Span.Contains(_assignment.Syntax.Span))
            {
                return true;
            }
        }

        return false;
    }

    private bool Is(IOperation value)
        => value.Unwrapped() switch
        {
            ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, _place),
            IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member => SymbolEqualityComparer.Default.Equals(member.Member, _place),
            _ => false,
        };
}

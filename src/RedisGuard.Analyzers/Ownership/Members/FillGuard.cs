using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>Reads what the conditions around and before an assignment ask of the member it fills.</summary>
/// <param name="ChecksForNull">Whether the member, or the flag that is set with it, is asked whether it is empty: the fill is a first one.</param>
/// <param name="ChecksForStale">Whether the member is asked for its state (<c>IsConnected</c>): the fill may replace.</param>
/// <param name="RefusesSecond">Whether who finds the member filled gets an exception: nobody is meant to come twice.</param>
/// <param name="TakenBack">The flag that is asked, that the fill sets, and that something takes back before the object's end.</param>
internal readonly record struct FillGuard(bool ChecksForNull, bool ChecksForStale, bool RefusesSecond, IFieldSymbol? TakenBack = null)
{
    /// <param name="opening">The call whose result fills the member.</param>
    /// <param name="member">The member.</param>
    /// <param name="from">Where in the text asking begins to count: what is asked before a lock is taken may be otherwise inside.</param>
    public static FillGuard Of(IOperation opening, ISymbol member, int from = -1)
    {
        var guard = new FillGuard(false, false, false);
        var place = new FilledPlace(opening, member);

        // Innermost first: under `_m ??= …` or `if (_m == null)` the fill is a first one, whatever is asked further out.
        for (IOperation current = opening; current.Parent is { } parent && guard is not { ChecksForNull: true, ChecksForStale: false }; current = parent)
        {
            switch (parent)
            {
                case ICoalesceAssignmentOperation coalesce when coalesce.Syntax.SpanStart > from && place.Is(coalesce.Target):
                    guard = guard with { ChecksForNull = true };
                    break;

                case ICoalesceOperation coalesce when coalesce.Syntax.SpanStart > from && place.Is(coalesce.Value):
                    guard = guard with { ChecksForNull = true };
                    break;

                case IConditionalOperation conditional when current != conditional.Condition && conditional.Syntax.SpanStart > from:
                    guard = guard.With(conditional.Condition, place);
                    break;

                case IWhileLoopOperation { Condition: { } condition, ConditionIsTop: true } loop when current == loop.Body && loop.Syntax.SpanStart > from:
                    guard = guard.With(condition, place);
                    break;

                case IBlockOperation block:
                    guard = guard.WithEarlierExits(block, current, place, from);
                    break;
            }
        }

        return guard;
    }

    /// <summary><c>if (_m != null) return _m;</c> before the fill guards it as an enclosing condition would.</summary>
    private FillGuard WithEarlierExits(IBlockOperation block, IOperation until, FilledPlace place, int from)
    {
        FillGuard guard = this;
        foreach (IOperation statement in block.Operations)
        {
            if (statement == until)
            {
                break;
            }

            // Asked under another lock, in a block of its own.
            if (BodyOf(statement) is { } body)
            {
                guard = guard.WithEarlierExits(body, until, place, from);
            }

            if (statement is IConditionalOperation { WhenFalse: null } conditional && statement.Syntax.SpanStart > from && Leaves(conditional.WhenTrue))
            {
                FillGuard asked = guard.With(conditional.Condition, place);
                guard = asked == guard ? guard : asked with { RefusesSecond = Throws(conditional.WhenTrue) };
            }
        }

        return guard;
    }

    private static IBlockOperation? BodyOf(IOperation statement)
        => statement switch
        {
            ITryOperation { Catches.IsEmpty: true } attempt => attempt.Body,
            ILockOperation taken => taken.Body as IBlockOperation,
            IUsingOperation used => used.Body as IBlockOperation,
            _ => null,
        };

    private FillGuard With(IOperation condition, FilledPlace place)
    {
        FillGuard guard = this;
        foreach (IOperation part in condition.DescendantsAndSelf())
        {
            switch (part)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                    if ((comparison.RightOperand.IsNull() && place.IsFilledTogetherWith(comparison.LeftOperand))
                        || (comparison.LeftOperand.IsNull() && place.IsFilledTogetherWith(comparison.RightOperand)))
                    {
                        guard = guard with { ChecksForNull = true };
                    }

                    break;

                case IIsPatternOperation pattern when place.IsFilledTogetherWith(pattern.Value):
                    IPatternOperation asked = pattern.Pattern is INegatedPatternOperation negated ? negated.Pattern : pattern.Pattern;
                    bool asksState = asked is IRecursivePatternOperation { PropertySubpatterns.IsEmpty: false };
                    guard = asksState ? guard with { ChecksForStale = true } : guard with { ChecksForNull = true };
                    break;

                case IFieldReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag when place.IsToldBy(flag):
                    guard = guard with { ChecksForNull = true };
                    break;

                case IFieldReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag when place.IsSetWith(flag):
                    guard = guard with { TakenBack = flag.Field };
                    break;

                case IPropertyReferenceOperation { Property.Name: "IsConnected" or "IsConnecting" } property when property.Instance is { } instance && place.Is(instance):
                    guard = guard with { ChecksForStale = true };
                    break;

                case IConditionalAccessOperation access when place.Is(access.Operation):
                    guard = guard with { ChecksForStale = true };
                    break;
            }
        }

        return guard;
    }

    private static bool Throws(IOperation operation)
        => operation is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }
            || (operation is IBlockOperation { Operations: { Length: > 0 } operations } && Throws(operations[operations.Length - 1]));

    public static bool Leaves(IOperation operation)
        => operation is IReturnOperation or IThrowOperation or IBranchOperation
            || (operation is IBlockOperation { Operations: { Length: > 0 } operations } && Leaves(operations[operations.Length - 1]))
            || (operation is IExpressionStatementOperation { Operation: IThrowOperation });
}

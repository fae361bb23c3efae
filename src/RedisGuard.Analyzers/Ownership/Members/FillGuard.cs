using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>What the conditions around and before an assignment ask of the member it fills.</summary>
/// <param name="ChecksForNull">Whether the member is asked for null: the fill is a first one.</param>
/// <param name="ChecksForStale">Whether the member is asked for its state (<c>IsConnected</c>): the fill may replace.</param>
internal readonly record struct FillGuard(bool ChecksForNull, bool ChecksForStale)
{
    public static FillGuard Of(IOperation opening, ISymbol member)
    {
        var guard = new FillGuard(false, false);
        MemberRoots roots = MemberRoots.OfBodyAround(opening);

        // Innermost first: under `_m ??= …` or `if (_m == null)` the fill is a first one, whatever is asked further out.
        for (IOperation current = opening; current.Parent is { } parent && guard is not { ChecksForNull: true, ChecksForStale: false }; current = parent)
        {
            switch (parent)
            {
                case ICoalesceAssignmentOperation coalesce when roots.Of(coalesce.Target) is { } target && Same(target, member):
                    guard = guard with { ChecksForNull = true };
                    break;

                case ICoalesceOperation coalesce when roots.Of(coalesce.Value) is { } value && Same(value, member):
                    guard = guard with { ChecksForNull = true };
                    break;

                case IConditionalOperation conditional when current != conditional.Condition:
                    guard = guard.With(conditional.Condition, member, roots);
                    break;

                case IWhileLoopOperation { Condition: { } condition } loop when current == loop.Body:
                    guard = guard.With(condition, member, roots);
                    break;

                case IBlockOperation block:
                    guard = guard.WithEarlierExits(block, current, member, roots);
                    break;
            }
        }

        return guard;
    }

    /// <summary><c>if (_m != null) return _m;</c> before the fill guards it as an enclosing condition would.</summary>
    private FillGuard WithEarlierExits(IBlockOperation block, IOperation until, ISymbol member, MemberRoots roots)
    {
        FillGuard guard = this;
        foreach (IOperation statement in block.Operations)
        {
            if (statement == until)
            {
                break;
            }

            if (statement is IConditionalOperation { WhenFalse: null } conditional && Leaves(conditional.WhenTrue))
            {
                guard = guard.With(conditional.Condition, member, roots);
            }
        }

        return guard;
    }

    private FillGuard With(IOperation condition, ISymbol member, MemberRoots roots)
    {
        FillGuard guard = this;
        foreach (IOperation part in condition.DescendantsAndSelf())
        {
            switch (part)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                    if ((comparison.RightOperand.IsNull() && Is(comparison.LeftOperand, member, roots))
                        || (comparison.LeftOperand.IsNull() && Is(comparison.RightOperand, member, roots)))
                    {
                        guard = guard with { ChecksForNull = true };
                    }

                    break;

                case IIsPatternOperation pattern when Is(pattern.Value, member, roots):
                    IPatternOperation asked = pattern.Pattern is INegatedPatternOperation negated ? negated.Pattern : pattern.Pattern;
                    bool asksState = asked is IRecursivePatternOperation { PropertySubpatterns.IsEmpty: false };
                    guard = asksState ? guard with { ChecksForStale = true } : guard with { ChecksForNull = true };
                    break;

                case IPropertyReferenceOperation { Property.Name: "IsConnected" or "IsConnecting" } property when property.Instance is { } instance && Is(instance, member, roots):
                    guard = guard with { ChecksForStale = true };
                    break;

                case IConditionalAccessOperation access when Is(access.Operation, member, roots):
                    guard = guard with { ChecksForStale = true };
                    break;
            }
        }

        return guard;
    }

    private static bool Is(IOperation operation, ISymbol member, MemberRoots roots)
        => roots.Of(operation) is { } root && Same(root, member);

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(KeptMember.Of(left), KeptMember.Of(right));

    private static bool Leaves(IOperation operation)
        => operation is IReturnOperation or IThrowOperation or IBranchOperation
            || (operation is IBlockOperation { Operations: { Length: > 0 } operations } && Leaves(operations[operations.Length - 1]))
            || (operation is IExpressionStatementOperation { Operation: IThrowOperation });
}

using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Member of an object of this program that the code fills but didn't make itself, so that another caller may have the object too:
/// <c>_state.Connection = Connect(…)</c>, <c>tenant.Connection ??= Connect(…)</c>.
/// </summary>
/// <param name="Member">The property or field that is filled.</param>
/// <param name="Holder">The field, property or constructor's parameter that leads to the object; null where a variable does.</param>
/// <param name="IsAskedForNull">Whether the code asks for the member whether it is empty.</param>
internal sealed record OthersPlace(ISymbol Member, ISymbol? Holder, bool IsAskedForNull)
{
    /// <summary>The place that the opening fills; null for any other.</summary>
    public static OthersPlace? Of(Opening opening)
    {
        for (IOperation? current = opening.Operation; current?.Parent is { } parent and not IBlockOperation and not IAnonymousFunctionOperation; current = parent)
        {
            if (parent is IAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } holder, Member: { IsStatic: false, DeclaringSyntaxReferences.IsEmpty: false } filled } target } assignment
                && assignment.Value == current
                && target.Instance is not IInstanceReferenceOperation
                && IsOfOthers(holder))
            {
                return new OthersPlace(filled, HolderOf(holder.Unwrapped()), assignment is ICoalesceAssignmentOperation || IsNullAskedOf(target, assignment));
            }
        }

        return null;
    }

    private static bool IsOfOthers(IOperation holder)
        => holder.Unwrapped() switch
        {
            IMemberReferenceOperation => true,
            ILocalReferenceOperation local => local.OnlyValue()?.Unwrapped() is IMemberReferenceOperation or IInvocationOperation or IArrayElementReferenceOperation,
            var other => HolderOf(other) is not null,
        };

    /// <summary>A member of this object, or what its primary constructor was given.</summary>
    private static ISymbol? HolderOf(IOperation holder)
        => holder switch
        {
            IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } kept => kept.Member,
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } given }
                when holder.SemanticModel?.GetEnclosingSymbol(holder.Syntax.SpanStart) is { } around && !SymbolEqualityComparer.Default.Equals(around, constructor) => given,
            _ => null,
        };

    private static bool IsNullAskedOf(IMemberReferenceOperation target, IOperation fill)
    {
        string written = target.Syntax.ToString();
        for (IOperation current = fill; current.Parent is { } parent; current = parent)
        {
            if (parent is IConditionalOperation conditional && current == conditional.WhenTrue)
            {
                return conditional.Condition.DescendantsAndSelf().Any(part => part switch
                {
                    IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } comparison => comparison.RightOperand.IsNull() && comparison.LeftOperand.Unwrapped().Syntax.ToString() == written,
                    IIsPatternOperation { Pattern: IConstantPatternOperation } pattern => pattern.Value.Syntax.ToString() == written,
                    _ => false,
                });
            }
        }

        return false;
    }
}

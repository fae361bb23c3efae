using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Assignments that lose no connection: nothing is in the place yet, or what was is closed beside them.</summary>
internal sealed class ProvedReplacements
{
    private readonly ProvedValues _values;
    private readonly ProvedMembers _members;
    private readonly OwnershipIndex _index;

    public ProvedReplacements(ProvedValues values, ProvedMembers members, OwnershipIndex index)
    {
        _values = values;
        _members = members;
        _index = index;
    }

    public bool LoseNothing(IAssignmentOperation assignment, SemanticModel model, CancellationToken cancellationToken)
    {
        if (assignment.Target is not IMemberReferenceOperation { Member: { IsStatic: false } member, Instance: IInstanceReferenceOperation } target
            || !_index.Symbols.IsConnection(target.Type))
        {
            return false;
        }

        return IsSwapped(assignment, member)
            || (_members.IsClosed(member, cancellationToken)
                && (assignment is ICoalesceAssignmentOperation || IsOfEmptyPlace(assignment, member) || IsFirstFill(assignment, member, model, cancellationToken)));
    }

    /// <summary><c>if (_connection is null) { _connection = Connect(); }</c></summary>
    private static bool IsOfEmptyPlace(IOperation assignment, ISymbol member)
    {
        for (IOperation current = assignment; current.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = parent)
        {
            if ((parent is IConditionalOperation choice && choice.WhenTrue == current && AsksForNull(choice.Condition, member))
                || (parent is IWhileLoopOperation { ConditionIsTop: true, Condition: { } asked } loop && loop.Body == current && AsksForNull(asked, member)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AsksForNull(IOperation condition, ISymbol member)
        => condition.Unwrapped() switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals => (Is(equals.LeftOperand, member) && equals.RightOperand.IsNull()) || (Is(equals.RightOperand, member) && equals.LeftOperand.IsNull()),
            IIsPatternOperation { Pattern: IConstantPatternOperation { Value: { } value } } pattern => Is(pattern.Value, member) && value.IsNull(),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => AsksForNull(both.LeftOperand, member) || AsksForNull(both.RightOperand, member),
            _ => false,
        };

    /// <summary><c>var old = _connection; _connection = Connect(); old?.Dispose();</c>, or closed in the statements before.</summary>
    private bool IsSwapped(IOperation assignment, ISymbol member)
    {
        IOperation statement = assignment;
        while (statement.Parent is not (null or IBlockOperation))
        {
            statement = statement.Parent;
        }

        return statement.Parent is IBlockOperation block
            && AccessPaths.OfBodyAround(assignment) is { } paths
            && block.Operations.Where(other => other != statement).Any(other => other is not IConditionalOperation { WhenFalse: null } and not ILoopOperation
                && other.DescendantsOutsideFunctions().OfType<IInvocationOperation>().Any(call =>
                    _index.Symbols.Connections.EffectOf(call.TargetMethod) == MemberEffect.Releases
                    && call.Instance is { } closed
                    && (other.Syntax.SpanStart < statement.Syntax.SpanStart ? Is(closed, member) : closed.Unwrapped() is ILocalReferenceOperation && SymbolEqualityComparer.Default.Equals(paths.Of(closed), member))));
    }

    /// <summary>Code that a host or a test framework runs once, or that by its name is there to fill the place, which nothing else does.</summary>
    private bool IsFirstFill(IAssignmentOperation assignment, ISymbol member, SemanticModel model, CancellationToken cancellationToken)
        => _values.Acquires(assignment.Value, cancellationToken)
            && _index.Types.Of(member.ContainingType, member, cancellationToken).Fills.Count == 1
            && model.GetEnclosingSymbol(assignment.Syntax.SpanStart, cancellationToken) is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && (FillMethods.IsFirstFill(method) || _index.Contexts.Of(assignment, method, cancellationToken).Frequency is OpeningFrequency.Once or OpeningFrequency.ProcessLife)
            && !IsInLoop(assignment);

    private static bool IsInLoop(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(IOperation value, ISymbol member)
        => value.Unwrapped() is IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: { } mentioned } && SymbolEqualityComparer.Default.Equals(mentioned, member);
}

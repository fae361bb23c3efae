using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>
/// Flags that say whose a connection is, for as long as the object lives: a constructor sets them. One that the code sets as it closes
/// (<c>_isDisposed</c>), or that a call gives (<c>disposing</c>), says nothing of that.
/// </summary>
internal sealed class ProvedFlags
{
    private readonly OwnershipIndex _index;

    public ProvedFlags(OwnershipIndex index) => _index = index;

    /// <summary><c>if (_owns) { _redis.Dispose(); }</c>, <c>if (leaveOpen) { return; }</c></summary>
    public bool Guard(IOperation place, CancellationToken cancellationToken)
    {
        for (IOperation current = place; current.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = parent)
        {
            if ((parent is IConditionalOperation choice && current != choice.Condition && Asks(choice.Condition, current == choice.WhenTrue, cancellationToken))
                || (parent is IBlockOperation block && block.Operations.TakeWhile(statement => statement != current).Any(earlier => LeavesOnFlag(earlier, cancellationToken))))
            {
                return true;
            }
        }

        return false;
    }

    private bool LeavesOnFlag(IOperation statement, CancellationToken cancellationToken)
        => statement is IConditionalOperation { WhenFalse: null } choice && EmptyPlaces.Leaves(choice.WhenTrue) && Asks(choice.Condition, false, cancellationToken);

    /// <summary>Tells whether a condition that has come out so has told what a flag says.</summary>
    private bool Asks(IOperation condition, bool outcome, CancellationToken cancellationToken)
        => condition.Unwrapped() switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Asks(not.Operand, !outcome, cancellationToken),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => outcome && (Asks(both.LeftOperand, true, cancellationToken) || Asks(both.RightOperand, true, cancellationToken)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => !outcome && (Asks(either.LeftOperand, false, cancellationToken) || Asks(either.RightOperand, false, cancellationToken)),
            { Type.SpecialType: SpecialType.System_Boolean } flag => IsSteady(flag, cancellationToken),
            _ => false,
        };

    private bool IsSteady(IOperation flag, CancellationToken cancellationToken)
        => flag switch
        {
            IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: { ContainingType: { } type } member } =>
                _index.Types.Of(type, member, cancellationToken).Fills is { Count: > 0 } fills
                && fills.All(fill => fill.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } || SymbolEqualityComparer.Default.Equals(fill.Member, member)),
            _ => false,
        };
}

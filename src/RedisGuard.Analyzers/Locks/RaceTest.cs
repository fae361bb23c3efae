using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Locks;

/// <summary>The condition that asks which of two tasks was first, and the code on both of its sides.</summary>
internal sealed class RaceTest
{
    private readonly IOperation _choice;
    private readonly IOperation? _won;
    private readonly IOperation? _lost;

    private RaceTest(IOperation choice, IOperation? won, IOperation? lost)
    {
        _choice = choice;
        _won = won;
        _lost = lost;
    }

    /// <summary><c>if (await Task.WhenAny(take, delay) != take)</c>, <c>if (first == delay)</c>, <c>first == take &amp;&amp; await take</c>.</summary>
    public static RaceTest? Of(IInvocationOperation race)
        => race.Root().Descendants().OfType<IBinaryOperation>().Select(comparison => Of(comparison, race)).FirstOrDefault(test => test is not null);

    /// <summary>Whether the code gets to a place where the lock's task was not the first.</summary>
    public bool LoserReaches(IOperation place)
        => _won?.Syntax.Span.Contains(place.Syntax.Span) != true
            && !(Leaves(_lost) && place.Syntax.SpanStart > _choice.Syntax.Span.End);

    private static RaceTest? Of(IBinaryOperation comparison, IInvocationOperation race)
    {
        if (comparison.OperatorKind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
            || LockRaces.IsAnswer(comparison.LeftOperand, race) == LockRaces.IsAnswer(comparison.RightOperand, race))
        {
            return null;
        }

        IOperation other = LockRaces.IsAnswer(comparison.LeftOperand, race) ? comparison.RightOperand : comparison.LeftOperand;
        bool isWon = IsLocks(other.Unwrapped(), race) == (comparison.OperatorKind == BinaryOperatorKind.Equals);
        return comparison.Parent switch
        {
            IConditionalOperation choice when choice.Condition == comparison => isWon ? new RaceTest(choice, choice.WhenTrue, choice.WhenFalse) : new RaceTest(choice, choice.WhenFalse, choice.WhenTrue),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when isWon && both.LeftOperand == comparison => new RaceTest(both, both.RightOperand, null),
            _ => null,
        };
    }

    /// <summary>A variable that holds what takes a lock; the other is a delay, or a task that says stop.</summary>
    private static bool IsLocks(IOperation task, IInvocationOperation race)
        => task is ILocalReferenceOperation local
            && race.Root().Descendants().OfType<IInvocationOperation>().Any(call => LockCalls.IsTakeName(call.TargetMethod.Name) && local.OnlyValue()?.Syntax.Span.Contains(call.Syntax.Span) == true);

    private static bool Leaves(IOperation? code)
        => code switch
        {
            IReturnOperation or IThrowOperation or IBranchOperation => true,
            IBlockOperation { Operations: { Length: > 0 } operations } => Leaves(operations[operations.Length - 1]),
            IExpressionStatementOperation statement => Leaves(statement.Operation),
            _ => false,
        };
}

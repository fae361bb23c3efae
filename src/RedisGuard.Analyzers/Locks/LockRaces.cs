using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Locks;

/// <summary>
/// Locks whose taking is raced against a delay: <c>await Task.WhenAny(take, Task.Delay(500))</c>. Where the delay wins, the
/// command goes on, and somebody must see to the lock that comes late.
/// </summary>
internal static class LockRaces
{
    /// <summary>The <c>WhenAny</c> or <c>WaitAny</c> that a task is given to; null where it isn't.</summary>
    public static IInvocationOperation? Of(IOperation task)
    {
        IOperation current = task;
        while (current.Parent is IConversionOperation or IParenthesizedOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation)
        {
            current = current.Parent;
        }

        return current is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WhenAny" or "WaitAny" } method } race }
            && (TaskMembers.IsCombinator(method) || TaskMembers.IsWait(method))
                ? race
                : null;
    }

    /// <summary>Whether nobody looks at the lock's task any more where the other one was first.</summary>
    public static bool AreLost(IReadOnlyList<IInvocationOperation> races, IReadOnlyList<ILocalReferenceOperation> reads)
    {
        if (races.Count != 1)
        {
            return false;
        }

        IInvocationOperation race = races[0];
        ILocalReferenceOperation[] answers = race.Root().Descendants().OfType<ILocalReferenceOperation>().Where(reference => IsAnswer(reference, race)).ToArray();
        ILocalReferenceOperation[] used = reads.Where(read => !IsCompared(read)).ToArray();
        return answers.All(IsCompared) && (used.Length == 0 || (RaceTest.Of(race) is { } test && !used.Any(test.LoserReaches)));
    }

    /// <summary>Whether an operand says which task was first: the awaited call, or the variable that holds its answer.</summary>
    public static bool IsAnswer(IOperation operand, IInvocationOperation race)
    {
        IOperation current = operand.Unwrapped();
        if (current is ILocalReferenceOperation local && local.OnlyValue() is { } value)
        {
            current = value.Unwrapped();
        }

        while (current is IAwaitOperation or IInvocationOperation { Instance: not null })
        {
            current = (current is IAwaitOperation awaited ? awaited.Operation : ((IInvocationOperation)current).Instance!).Unwrapped();
        }

        return current.Syntax == race.Syntax;
    }

    private static bool IsCompared(IOperation read)
    {
        IOperation? parent = read.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals };
    }
}

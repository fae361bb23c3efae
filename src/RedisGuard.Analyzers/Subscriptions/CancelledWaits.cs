using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Waits that are meant to be given up: with a token, or for so long. What follows in the same block then doesn't run.</summary>
internal static class CancelledWaits
{
    /// <summary>Whether one stands between two calls of a function, and the second isn't reached when it is given up.</summary>
    public static bool StandBetween(IOperation first, IOperation second)
        => second.Root() is { } root
            && root.Syntax == first.Root().Syntax
            && !IsInHandler(second)
            && root.Descendants().OfType<IAwaitOperation>().Any(wait =>
                wait.Syntax.SpanStart > first.Syntax.Span.End
                && wait.Syntax.Span.End < second.Syntax.SpanStart
                && IsGivenUp(wait)
                && !IsCaught(wait, second));

    private static bool IsGivenUp(IAwaitOperation wait)
        => wait.Operation.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call => call.TargetMethod.Name == "WaitAsync" || call.Arguments.Any(CancellableCalls.IsToken));

    /// <summary>Whether the second runs in a function of its own, or in what runs when the first part fails.</summary>
    private static bool IsInHandler(IOperation second)
    {
        for (IOperation? current = second; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation || current.Parent is ITryOperation { Finally: { } last } && last == current)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a <c>try</c> around the wait, and not around the second, goes on behind it.</summary>
    private static bool IsCaught(IOperation wait, IOperation second)
    {
        for (IOperation? current = wait; current is not null; current = current.Parent)
        {
            if (current.Parent is ITryOperation { Catches.Length: > 0 } attempt && attempt.Body == current && !current.Syntax.Span.Contains(second.Syntax.Span))
            {
                return true;
            }
        }

        return false;
    }
}

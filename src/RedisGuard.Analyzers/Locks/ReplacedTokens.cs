using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Locks;

/// <summary>
/// A variable that held the token when the lock was taken, and is given a new one before the release:
/// <c>LockTake(key, token); … token = NewToken(); … LockRelease(key, token);</c>
/// </summary>
internal static class ReplacedTokens
{
    public static bool IsReplacedBetween(IOperation taken, IOperation released)
        => VariableOf(taken) is { } variable
            && SymbolEqualityComparer.Default.Equals(variable, VariableOf(released))
            && taken.Root() == released.Root()
            && taken.Root().Descendants().OfType<IAssignmentOperation>().Any(assignment =>
                SymbolEqualityComparer.Default.Equals(VariableOf(assignment.Target), variable)
                && assignment.Syntax.SpanStart > taken.Syntax.Span.End
                && assignment.Syntax.Span.End < released.Syntax.SpanStart
                && (assignment is ICompoundAssignmentOperation || (assignment is ISimpleAssignmentOperation && IsAnother(assignment.Value)))
                && !IsForNextTry(assignment, taken, released)
                && !Leaves(assignment, released));

    /// <summary>Made anew, put together, written out, or the machine's; what a method of the program gives may be the token that it has put in the server's place.</summary>
    private static bool IsAnother(IOperation value)
        => value.IsFresh()
            || value.Unwrapped() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }
            || value.ConstantValue is { HasValue: true, Value: not null }
            || (!value.IsNull() && value.DescendantsAndSelf().All(part => part switch
            {
                ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IAwaitOperation or IDefaultValueOperation => false,
                IMemberReferenceOperation member => member.Member.DeclaringSyntaxReferences.IsEmpty,
                IInvocationOperation call => call.TargetMethod.DeclaringSyntaxReferences.IsEmpty,
                _ => true,
            }));

    /// <summary><c>while (!LockTake(key, token)) { token = New(); }</c>: the loop takes the lock with it, before the release outside.</summary>
    private static bool IsForNextTry(IOperation assignment, IOperation taken, IOperation released)
    {
        for (IOperation? current = assignment.Parent; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation && current.Syntax.Span.Contains(taken.Syntax.Span))
            {
                return !current.Syntax.Span.Contains(released.Syntax.Span) && !FollowsAtOnce(assignment, taken);
            }
        }

        return false;
    }

    /// <summary><c>taken = LockTake(key, token); token = New();</c>: whatever the answer was.</summary>
    private static bool FollowsAtOnce(IOperation assignment, IOperation taken)
        => assignment.Parent is { Parent: IBlockOperation block } statement
            && block.Operations.TakeWhile(candidate => candidate != statement).ToArray() is var before
            && before.SkipWhile(candidate => !candidate.Syntax.Span.Contains(taken.Syntax.Span)).ToArray() is { Length: > 0 } since
            && since.All(candidate => candidate is IExpressionStatementOperation or IVariableDeclarationGroupOperation);

    /// <summary>Whether the way over the assignment never gets to the release: <c>{ token = New(); continue; }</c></summary>
    private static bool Leaves(IOperation assignment, IOperation released)
    {
        for (IOperation current = assignment; current.Parent is { } parent && !IsReleasedInFinally(parent, released) && !parent.Syntax.Span.Contains(released.Syntax.Span); current = parent)
        {
            if (parent is IBlockOperation block && block.Operations.SkipWhile(statement => statement != current).Any(statement => statement is IReturnOperation or IBranchOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsReleasedInFinally(IOperation code, IOperation released)
        => code.Parent is ITryOperation { Finally: { } last } && last.Syntax.Span.Contains(released.Syntax.Span);

    private static ISymbol? VariableOf(IOperation token)
        => token.Unwrapped() switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } kept => kept.Member,
            _ => null,
        };
}

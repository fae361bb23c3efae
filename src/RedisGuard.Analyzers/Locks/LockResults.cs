using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Locks;

/// <summary>Follows the result of a call that takes a lock to where it is used.</summary>
internal static class LockResults
{
    public static LockResult Of(IInvocationOperation take)
    {
        IOperation current = take;
        while (true)
        {
            switch (current.Parent)
            {
                case IInvocationOperation { TargetMethod: { } method } call when call.Instance == current && TaskMembers.IsAbandoningWait(method):
                    return LockResult.Abandoned;

                case IInvocationOperation { TargetMethod: { } method } call
                    when call.Instance == current && (TaskMembers.IsPassThrough(method) || TaskMembers.IsGetResult(method)):
                    current = call;
                    break;

                case IInvocationOperation { TargetMethod: { } method } call when call.Instance == current && TaskMembers.IsWait(method):
                    return method.Parameters.IsEmpty ? LockResult.Ignored : LockResult.Abandoned;

                case IArgumentOperation or IArrayInitializerOperation when LockRaces.Of(current) is not null:
                    return LockResult.Abandoned;

                case IPropertyReferenceOperation property when TaskMembers.IsResult(property.Property):
                    current = property;
                    break;

                case IConversionOperation or IParenthesizedOperation or IAwaitOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } or IConditionalAccessOperation:
                case IBinaryOperation or IIsPatternOperation:
                    current = current.Parent;
                    break;

                // if (…), not what a choice gives: that one may be asked for the answer later.
                case IConditionalOperation { Type: null } choice when choice.Condition == current:
                case ILoopOperation or ISwitchOperation or ISwitchExpressionOperation:
                    return LockResult.Tested;

                case IExpressionStatementOperation:
                case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                    return LockResult.Ignored;

                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                    return OfLocal(local, take);

                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { } local }, Parent: IExpressionStatementOperation }:
                    return OfLocal(local, take);

                // if (!(taken = …)): it is stored, and asked as well.
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation } stored:
                    current = stored;
                    break;

                default:
                    return LockResult.PassedOn;
            }
        }
    }

    /// <summary>
    /// A variable that nobody reads is one more way to throw it away. Where a wait is given up and the task is used elsewhere as
    /// well, somebody may see to a lock that comes late.
    /// </summary>
    private static LockResult OfLocal(ILocalSymbol local, IOperation take)
    {
        bool isAbandoned = false;
        var reads = new List<ILocalReferenceOperation>();
        var races = new List<IInvocationOperation>();
        foreach (ILocalReferenceOperation reference in take.Root().Descendants().OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local)))
        {
            if (reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference)
            {
                continue;
            }

            if (reference.Parent is IInvocationOperation { TargetMethod: { } method } && IsGivenUp(method))
            {
                isAbandoned = true;
            }
            else if (LockRaces.Of(reference) is { } race)
            {
                races.Add(race);
            }
            else if (!IsOnlyAwaited(reference))
            {
                reads.Add(reference);
            }
        }

        return races.Count > 0 && LockRaces.AreLost(races, reads) ? LockResult.Abandoned
            : (reads.Count > 0 && !AreOnlyLogged(reads)) || races.Count > 0 ? LockResult.Tested
            : isAbandoned ? LockResult.Abandoned : LockResult.Ignored;
    }

    /// <summary>A log tells of the answer and nobody asks for it, in code that releases whatever the answer was.</summary>
    private static bool AreOnlyLogged(List<ILocalReferenceOperation> reads)
        => reads.All(IsLogged) && LockCalls.Of(LockCalls.Function(reads[0])).Any(call => LockCalls.IsReleaseName(call.TargetMethod.Name));

    private static bool IsLogged(IOperation read)
    {
        for (IOperation? current = read.Parent; current is not null and not IConditionalOperation; current = current.Parent)
        {
            if (current is IInvocationOperation call)
            {
                return LogCalls.Describe(call) is not null && call.Parent is IExpressionStatementOperation;
            }
        }

        return false;
    }

    /// <summary><c>await take;</c></summary>
    private static bool IsOnlyAwaited(IOperation task)
    {
        IOperation current = task;
        while (current.Parent is IAwaitOperation || (current.Parent is IInvocationOperation { TargetMethod: { } method } call && call.Instance == current && TaskMembers.IsPassThrough(method)))
        {
            current = current.Parent;
        }

        return current is IAwaitOperation && current.Parent is IExpressionStatementOperation;
    }

    private static bool IsGivenUp(IMethodSymbol method)
        => TaskMembers.IsAbandoningWait(method) || (TaskMembers.IsWait(method) && !method.Parameters.IsEmpty);
}

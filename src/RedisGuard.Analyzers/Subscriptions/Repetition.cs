using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Tells from the code around a call whether it subscribes to the same channel again and again.</summary>
internal static class Repetition
{
    /// <summary>Whether the call runs when a connection comes back: the library has subscribed again by itself then.</summary>
    public static bool IsOnReconnect(SubscribeCall subscribe, CancellationToken cancellationToken)
    {
        for (IOperation? current = subscribe.Call; current is not null; current = current.Parent)
        {
            if (current is IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: { } raised } } && IsReconnect(raised)
                && subscribe.Type.AddedHandlers.Any(added => added.Assignment.Syntax == current.Syntax))
            {
                return true;
            }
        }

        return subscribe.Type.AddedHandlers.Any(added => IsReconnect(added.Event) && Runs(added.Handler, subscribe.Member, cancellationToken));
    }

    /// <summary>Whether a loop around the call turns with the same channel each time, and not with a handler of its own each time.</summary>
    public static bool IsInLoop(SubscribeCall subscribe)
    {
        for (IOperation current = subscribe.Call; current.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = parent)
        {
            if (parent is ILoopOperation loop
                && !(loop is IForEachLoopOperation forEach && forEach.Collection == current)
                && !IsLeftAfter(subscribe.Call, loop)
                && subscribe.Channel is { } channel
                && LoopInvariance.Of(channel, loop)
                && LoopInvariance.OfReceiver(subscribe.Call.Instance, loop)
                && (subscribe.Handler is not { Variable: not null } handler || LoopInvariance.Of(handler.Operation, loop)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a loop around a <c>+=</c> turns with the same connection, and a handler that is no turn's own.</summary>
    public static bool IsAddedInLoop(EventUse use)
    {
        for (IOperation current = use.Assignment; current.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = parent)
        {
            if (parent is ILoopOperation loop
                && !IsLeftAfter(use.Assignment, loop)
                && LoopInvariance.OfReceiver((use.Assignment.EventReference as IEventReferenceOperation)?.Instance, loop)
                && LoopInvariance.OfHandler(use.Handler.Operation, loop))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether reading a property subscribes.</summary>
    public static bool IsInGetter(SubscribeCall subscribe)
    {
        for (IOperation? current = subscribe.Call; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation or ICoalesceOperation or ICoalesceAssignmentOperation)
            {
                return false;
            }
        }

        return subscribe.Member is IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.PropertyGet };
    }

    /// <summary>Whether the code asks first whether it has subscribed to this channel already.</summary>
    public static bool IsGuarded(SubscribeCall subscribe)
        => Guards.Guard(subscribe.Call, new[] { subscribe.Channel, subscribe.Handler?.Operation }, subscribe.IsMadePerCall);

    private static bool IsReconnect(IEventSymbol raised) => raised.Name is "ConnectionRestored" or "ConnectionFailed";

    /// <summary>Whether a handler is the member, or calls it.</summary>
    private static bool Runs(Handler handler, ISymbol member, CancellationToken cancellationToken)
    {
        if (handler.Function is { } function)
        {
            return function.Body.Descendants().OfType<IInvocationOperation>().Any(call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, member.OriginalDefinition));
        }

        return handler.Method is { Method: { } method }
            && (SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, member.OriginalDefinition)
                || method.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => NameOf(call) == member.Name)));
    }

    private static string? NameOf(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: { } name } => name,
            _ => null,
        };

    /// <summary>A retry at start-up: once the call has succeeded, the loop ends.</summary>
    private static bool IsLeftAfter(IOperation call, ILoopOperation loop)
    {
        bool mayTurnFirst = false;
        for (IOperation current = call; current.Parent is { } parent && parent != loop.Parent; current = parent)
        {
            if (parent is not IBlockOperation block)
            {
                continue;
            }

            IOperation[] after = block.Operations.SkipWhile(statement => statement != current).Skip(1).ToArray();
            IOperation[] before = after.TakeWhile(statement => !IsLeaving(statement)).ToArray();
            mayTurnFirst |= IsTriedAgain(block, loop) && before.Any(MayFail);
            if (before.Length < after.Length)
            {
                return !mayTurnFirst;
            }
        }

        return false;
    }

    /// <summary>Whether an exception in the code lets the loop turn once more.</summary>
    private static bool IsTriedAgain(IBlockOperation block, ILoopOperation loop)
        => block.Parent is ITryOperation attempt
            && attempt.Body == block
            && attempt.Catches.Any(handler => !handler.Handler.Operations.Any(statement => statement is IReturnOperation or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break }
                || statement is IExpressionStatementOperation { Operation: IThrowOperation }))
            && loop.Syntax.Span.Contains(attempt.Syntax.Span);

    /// <summary>Another call; what only logs does not.</summary>
    private static bool MayFail(IOperation statement)
        => statement.Descendants().OfType<IInvocationOperation>().Any(call => Context.LogCalls.Describe(call) is null);

    // A break, a return, a flag set for the loop's condition, or a wait that only an exception ends.
    private static bool IsLeaving(IOperation statement)
        => statement is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo }
            || statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: bool } } }
            || (statement is IExpressionStatementOperation && statement.Descendants().OfType<IInvocationOperation>().Any(IsEndless));

    /// <summary><c>Task.Delay(Timeout.Infinite, token)</c></summary>
    private static bool IsEndless(IInvocationOperation wait)
        => wait is { TargetMethod: { Name: "Delay", ContainingType.Name: "Task" }, Arguments: { Length: > 0 } arguments }
            && arguments[0].Value is { ConstantValue: { HasValue: true, Value: -1 } } or IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" };
}

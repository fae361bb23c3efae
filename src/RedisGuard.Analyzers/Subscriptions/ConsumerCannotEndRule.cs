using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>RG2008: a loop over a queue that no token, no unsubscribe and no message can end.</summary>
internal sealed class ConsumerCannotEndRule
{
    private readonly PubSubSymbols _symbols;

    public ConsumerCannotEndRule(PubSubSymbols symbols) => _symbols = symbols;

    /// <summary>Whether a loop takes its messages from a queue, without a token.</summary>
    public bool MayCheck(IForEachLoopOperation loop) => QueueOf(loop.Collection) is not null;

    /// <summary><c>await foreach (var message in queue)</c></summary>
    public Diagnostic? Check(IForEachLoopOperation loop, SubscribingType type, CallContext context)
        => QueueOf(loop.Collection) is { } queue && !IsLeft(loop.Body, loop)
            ? Check(queue, loop.Collection.Syntax, type, context)
            : null;

    /// <summary><c>while (true) { var message = await queue.ReadAsync(); … }</c></summary>
    public Diagnostic? Check(IInvocationOperation read, SubscribingType type, CallContext context)
    {
        if (read.Arguments.Any(CancellableCalls.IsToken) || read.Instance is not { } queue || EndlessLoopAround(read) is not { } loop || IsLeft(loop.Body, loop))
        {
            return null;
        }

        return Check(queue, read.Syntax, type, context);
    }

    private Diagnostic? Check(IOperation queue, SyntaxNode place, SubscribingType type, CallContext context)
    {
        // A parameter's owner ends it; what other objects have, other code ends.
        ISymbol? keeper = queue.Unwrapped() is IMemberReferenceOperation { Instance: not (null or IInstanceReferenceOperation) } ? null : new Handler(queue.Unwrapped()).Variable;
        if ((keeper is not (ILocalSymbol or IFieldSymbol or IPropertySymbol) && !IsSubscribedHere(queue))
            || context.IsTest
            // A program that reads until it is killed.
            || context.Frequency == OpeningFrequency.ProcessLife
            || IsToldElsewhere(keeper, type, context)
            || type.EndsAll
            || type.QueueEnds.Any()
            || type.Unsubscriptions.Any()
            || Leaves(queue))
        {
            return null;
        }

        return SubscriptionDiagnostic.Create(
            Descriptors.ConsumerCannotEnd, place, Fixes.PassToken, ShownCode.Of(queue.Syntax), "pass a CancellationToken, and unsubscribe the queue in a finally");
    }

    /// <summary>A queue that is lost, or outlives its subscriber, is one fault: RG2002 and RG2001 have it.</summary>
    private static bool IsToldElsewhere(ISymbol? keeper, SubscribingType type, CallContext context)
        => keeper is null or ILocalSymbol
            ? QueueNeverUnsubscribedRule.IsLeftEarly(context, type.Symbol)
            : Disposability.Of(type.Symbol) && !SingletonTypes.IsKnown(type.Symbol);

    /// <summary><c>await foreach (var message in await subscriber.SubscribeAsync(channel))</c></summary>
    private bool IsSubscribedHere(IOperation queue)
    {
        IOperation current = queue.Unwrapped();
        while (current is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: not null })
        {
            current = (current is IAwaitOperation awaited ? awaited.Operation : ((IInvocationOperation)current).Instance!).Unwrapped();
        }

        return current is IInvocationOperation call && _symbols.MemberOf(call.TargetMethod) == PubSubMember.SubscribeQueue;
    }

    /// <summary>The queue that a loop takes its messages from; null where it isn't one, or a token can end the loop.</summary>
    private IOperation? QueueOf(IOperation collection)
    {
        IOperation current = collection.Unwrapped();
        while (current is IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait", Arguments: { Length: > 0 } arguments } call)
        {
            if (arguments.Any(CancellableCalls.IsToken))
            {
                return null;
            }

            current = (call.Instance ?? arguments[0].Value).Unwrapped();
        }

        return _symbols.IsQueue(current.Type) ? current : null;
    }

    private static ILoopOperation? EndlessLoopAround(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = current.Parent)
        {
            switch (current)
            {
                case IWhileLoopOperation { Condition.ConstantValue: { HasValue: true, Value: true } } endless:
                    return endless;
                case IForLoopOperation { Condition: null } endless:
                    return endless;
                case ILoopOperation:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether a message can end the loop.</summary>
    private static bool IsLeft(IOperation body, ILoopOperation loop)
        => body.DescendantsAndSelf().Any(part => part is IReturnOperation or IThrowOperation or IBranchOperation { BranchKind: BranchKind.GoTo }
            || (part is IBranchOperation { BranchKind: BranchKind.Break } leave && SymbolEqualityComparer.Default.Equals(leave.Target, loop.ExitLabel)));

    /// <summary>Whether a local queue is put where other code may unsubscribe it.</summary>
    private static bool Leaves(IOperation queue)
        => queue.Unwrapped() is ILocalReferenceOperation local
            && local.Root().Descendants().OfType<ILocalReferenceOperation>().Any(reference =>
                SymbolEqualityComparer.Default.Equals(reference.Local, local.Local)
                && reference.Parent is IReturnOperation or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: false } or IObjectCreationOperation } or IAssignmentOperation { Target: IMemberReferenceOperation });
}

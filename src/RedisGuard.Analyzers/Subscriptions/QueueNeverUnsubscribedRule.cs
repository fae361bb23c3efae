using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>RG2002: a message queue that nobody has any more, and that was not unsubscribed.</summary>
internal sealed class QueueNeverUnsubscribedRule
{
    private readonly OwnershipEngine _queues;
    private readonly SubscriptionEnds _endings;

    public QueueNeverUnsubscribedRule(PubSubSymbols symbols, TypeOwnerships types, SubscriptionEnds endings)
    {
        _queues = new OwnershipEngine(symbols.Library, symbols.Library.Model[ResourceKind.MessageQueue], types);
        _endings = endings;
    }

    public Diagnostic? Check(SubscribeCall subscribe, bool captures, OperationAnalysisContext context)
    {
        if (subscribe.Owner == ConnectionOwner.Scope || subscribe.Type.ClosesConnection)
        {
            return null;
        }

        switch (subscribe.Queue)
        {
            // Even for the life of the process: nobody will ever read it.
            case { Fate: QueueFate.Ignored } when !_endings.MayCome(subscribe, context.CancellationToken):
                return Create(subscribe, "thrown away", "give it a handler with OnMessage, or leave the subscription out", null);

            case { Fate: QueueFate.Consumed } when IsLeftEarly(subscribe) && !_endings.ComesByChannel(subscribe, context.CancellationToken):
                return Create(subscribe, "read where it comes and kept by nobody", "keep it and unsubscribe it in a finally", $"{Cures.PoolQueue},{Cures.UnsubscribeQueue}");

            // What a handler captures is told by RG2001.
            case { Fate: QueueFate.Chained } or { Fate: QueueFate.Local, Handler: not null }
                when subscribe.IsPerCall && !captures && !Repetition.IsGuarded(subscribe) && !_endings.MayCome(subscribe, context.CancellationToken):
                return Create(subscribe, $"left behind each time {subscribe.Context.Description}", "keep it and unsubscribe it in a finally", null);

            case { Fate: QueueFate.Local, Handler: { Variable: not IParameterSymbol } } when IsForOneCall(subscribe) && !_endings.MayCome(subscribe, context.CancellationToken):
                return Create(subscribe, $"left behind each time '{subscribe.Member.Name}' is called", "unsubscribe it in a finally", null);

            case { Fate: QueueFate.Local, Handler: null } when IsLeftEarly(subscribe) && !_endings.ComesByChannel(subscribe, context.CancellationToken):
                return Flow(subscribe, context) is { } fault ? Create(subscribe, fault, "unsubscribe it in a finally", $"{Cures.UnsubscribeQueue},{Cures.PoolQueue}") : null;

            default:
                return null;
        }
    }

    /// <summary>Whether the code ends before the process does: what a host runs once reads its queue to the end of that.</summary>
    public static bool IsLeftEarly(SubscribeCall subscribe) => IsLeftEarly(subscribe.Context, subscribe.Type.Symbol);

    public static bool IsLeftEarly(CallContext context, INamedTypeSymbol type)
        => context.Frequency is OpeningFrequency.PerCall or OpeningFrequency.Unknown && !(context.IsPresumed && SingletonTypes.IsKnown(type));

    /// <summary>A channel that a parameter names, in a method that waits for something before it ends: until then, and no longer, it listens.</summary>
    private static bool IsForOneCall(SubscribeCall subscribe)
        => subscribe.Context.IsPresumed
            && Subjects.NamedIn(new[] { subscribe.Channel }).Any(named => named is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } })
            && subscribe.Call.Root().DescendantsOutsideFunctions().OfType<IAwaitOperation>().Any(wait => wait.Syntax.SpanStart > subscribe.Call.Syntax.Span.End);

    private string? Flow(SubscribeCall subscribe, OperationAnalysisContext context)
    {
        // Cancelling a wait is no exception of the rare kind, so that all of them are followed here.
        Obligation? queue = _queues.Find(subscribe.Call, context.GetControlFlowGraph, context.ContainingSymbol, ExceptionPaths.All, context.CancellationToken);
        if (queue is null || queue.HasEscaped)
        {
            return null;
        }

        bool isReleased = queue.Releases.Count > 0;
        if (queue.Leaks.Any(leak => leak is LeakKind.Exit or LeakKind.OutOfScope or LeakKind.NextTurn or LeakKind.Throw))
        {
            return isReleased ? "not unsubscribed on every path" : "never unsubscribed";
        }

        return queue.Leaks.Contains(LeakKind.UnwrittenException) && (!isReleased || IsWaitedForWithToken(subscribe))
            ? isReleased ? "not unsubscribed when the wait for a message is cancelled" : "never unsubscribed"
            : null;
    }

    /// <summary><c>queue.WithCancellation(token)</c>, <c>queue.ReadAsync(token)</c></summary>
    private static bool IsWaitedForWithToken(SubscribeCall subscribe)
        => subscribe.Call.Root().Descendants().OfType<IInvocationOperation>().Any(call =>
            call.TargetMethod.Name is "WithCancellation" or "ReadAsync" or "GetAsyncEnumerator"
            && call.Arguments.Any(ConsumerCannotEndRule.IsToken)
            && Mentions(call, subscribe.Queue.Keeper)
            && !IsGuarded(call, subscribe.Queue.Keeper));

    /// <summary>Whether a <c>finally</c> around the wait has to do with the queue, or a <c>catch</c> stops there what cancels it.</summary>
    private static bool IsGuarded(IOperation wait, ISymbol? queue)
    {
        for (IOperation current = wait; current.Parent is { } parent; current = parent)
        {
            if (parent is ITryOperation attempt
                && attempt.Body == current
                && ((attempt.Finally is { } last && Mentions(last, queue)) || attempt.Catches.Any(StopsCancelling)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What follows the <c>try</c> runs then too, and the flow has seen that it unsubscribes.</summary>
    private static bool StopsCancelling(ICatchClauseOperation handler)
        => handler.Filter is null
            && handler.ExceptionType is { Name: "OperationCanceledException" or "Exception" or "Object" }
            && !handler.Handler.Descendants().Any(part => part is IThrowOperation);

    private static bool Mentions(IOperation code, ISymbol? queue)
        => code.Descendants().OfType<ILocalReferenceOperation>().Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, queue));

    private static Diagnostic Create(SubscribeCall subscribe, string fault, string cure, string? fix)
        => SubscriptionDiagnostic.Create(Descriptors.QueueNeverUnsubscribed, subscribe.Call.Syntax, fix, subscribe.Name, fault, cure);
}

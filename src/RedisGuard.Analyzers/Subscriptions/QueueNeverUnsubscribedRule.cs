using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>RG2002: a message queue that nobody has any more, and that was not unsubscribed.</summary>
internal sealed class QueueNeverUnsubscribedRule
{
    private readonly SubscriptionEnds _endings;

    public QueueNeverUnsubscribedRule(SubscriptionEnds endings) => _endings = endings;

    public Diagnostic? Check(SubscribeCall subscribe, bool captures, CancellationToken cancellationToken)
    {
        if (subscribe.Owner == ConnectionOwner.Scope || subscribe.Type.ClosesConnection)
        {
            return null;
        }

        switch (subscribe.Queue)
        {
            // Even for the life of the process: nobody will ever read it.
            case { Fate: QueueFate.Ignored } when !_endings.MayCome(subscribe, cancellationToken):
                return Create(subscribe, "thrown away", "give it a handler with OnMessage, or leave the subscription out", null);

            case { Fate: QueueFate.Consumed } when IsLeftEarly(subscribe) && !_endings.ComesByChannel(subscribe, cancellationToken):
                return Create(subscribe, "read where it comes and kept by nobody", "keep it and unsubscribe it in a finally", $"{Fixes.PoolQueue},{Fixes.UnsubscribeQueue}");

            // What a handler captures is told by RG2001.
            case { Fate: QueueFate.Chained } or { Fate: QueueFate.Local, Handler: not null }
                when subscribe.IsPerCall && !captures && !Repetition.IsGuarded(subscribe) && !_endings.MayCome(subscribe, cancellationToken):
                return Create(subscribe, $"left behind each time {subscribe.Context.Description}", "keep it and unsubscribe it in a finally", null);

            case { Fate: QueueFate.Local, Handler: { Variable: not IParameterSymbol } } when IsForOneCall(subscribe) && !_endings.MayCome(subscribe, cancellationToken):
                return Create(subscribe, $"left behind each time '{subscribe.Member.Name}' is called", "unsubscribe it in a finally", null);

            case { Fate: QueueFate.Local, Handler: null } when IsLeftEarly(subscribe) && !_endings.ComesByChannel(subscribe, cancellationToken):
                return Fault(subscribe) is { } fault ? Create(subscribe, fault, "unsubscribe it in a finally", $"{Fixes.UnsubscribeQueue},{Fixes.PoolQueue}") : null;

            case { Fate: QueueFate.Kept, Obligation: { } offered } when subscribe.Context.Frequency is OpeningFrequency.PerCall or OpeningFrequency.Unknown && LostSwaps.LeaveOpen(offered):
                return Create(subscribe, "left behind where another caller was first: 'CompareExchange' keeps that one", "unsubscribe the one that loses", null);

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

    private static string? Fault(SubscribeCall subscribe)
    {
        if (subscribe.Queue.Obligation is not { } queue)
        {
            return null;
        }

        bool isReleased = queue.Releases.Count > 0;
        return queue.Leaks.Any(leak => leak is LeakKind.Exit or LeakKind.OutOfScope or LeakKind.NextTurn or LeakKind.Throw) ? isReleased ? "not unsubscribed on every path" : "never unsubscribed"
            : !queue.Leaks.Any(leak => leak is LeakKind.UnwrittenException or LeakKind.Cancelled) ? null
            : !isReleased ? "never unsubscribed"
            : queue.OpenEnds.Any(end => end.Kind == LeakKind.Cancelled && IsWaitFor(queue.Holder, end.Place)) ? "not unsubscribed when the wait for a message is cancelled"
            : queue.OpenEnds.Any(end => end.Kind == LeakKind.Cancelled && IsBetweenMessages(end.Place)) ? "not unsubscribed when the loop is cancelled"
            : null;
    }

    /// <summary><c>queue.WithCancellation(token)</c>, <c>queue.ReadAsync(token)</c></summary>
    private static bool IsWaitFor(ISymbol? queue, SyntaxNode? cancelled)
        => cancelled is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WithCancellation" or "ReadAsync" or "GetAsyncEnumerator", Expression: var waited } }
            && waited.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == queue?.Name);

    /// <summary><c>while (!token.IsCancellationRequested) { queue.TryRead(…); await Task.Delay(100, token); }</c></summary>
    private static bool IsBetweenMessages(SyntaxNode? cancelled)
        => cancelled?.Ancestors().TakeWhile(node => node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax) == true;

    private static Diagnostic Create(SubscribeCall subscribe, string fault, string cure, string? fix)
        => SubscriptionDiagnostic.Create(Descriptors.QueueNeverUnsubscribed, subscribe.Call.Syntax, fix, subscribe.Name, fault, cure);
}

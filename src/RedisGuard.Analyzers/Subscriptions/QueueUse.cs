using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Ways of the queue of a subscribing call, and the handler it gets.</summary>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Keeper">The local or member that keeps it.</param>
/// <param name="Handler">The handler that <c>OnMessage</c> gives it, where that is seen.</param>
/// <param name="Obligation">The evidence of its flow; null where there is none.</param>
internal readonly record struct QueueUse(QueueFate Fate, ISymbol? Keeper, Handler? Handler, Obligation? Obligation)
{
    /// <param name="queue">What became of it; null where that can't be told.</param>
    /// <param name="call">The call that gives it.</param>
    /// <param name="member">The member around the call.</param>
    /// <param name="symbols">The library.</param>
    public static QueueUse Of(Obligation? queue, IInvocationOperation call, ISymbol member, PubSubSymbols symbols)
    {
        if (queue is null)
        {
            return new QueueUse(QueueFate.Elsewhere, null, null, null);
        }

        SyntaxNode[] handlings = queue.Uses.Where(use => use.Member is IMethodSymbol method && symbols.MemberOf(method) == PubSubMember.OnMessage).Select(use => use.Syntax).ToArray();
        Handler? handler = handlings.Length == 0 ? null : HandlerAt(handlings, call);
        ISymbol? kept = queue.Escapes.FirstOrDefault(escape => escape is { Kind: EscapeKind.Member, Alias: AliasKind.Owner or AliasKind.Task, Member: { } place } && OwnMembers.Contain(place, member))?.Member;
        return kept is not null ? new QueueUse(QueueFate.Kept, kept, handler, queue)
            : queue.HasEscaped ? new QueueUse(QueueFate.Elsewhere, queue.Holder, handler, queue)
            : queue.Holder is { } local ? new QueueUse(QueueFate.Local, local, handler, queue)
            : queue.IsDiscarded ? new QueueUse(QueueFate.Ignored, null, null, queue)
            : handlings.Length > 0 ? new QueueUse(QueueFate.Chained, null, handler, queue)
            : queue.Uses.Any(use => IsReading(use.Member, symbols)) ? new QueueUse(QueueFate.Consumed, null, null, queue)
            : new QueueUse(QueueFate.Elsewhere, null, null, queue);
    }

    private static Handler? HandlerAt(SyntaxNode[] handlings, IInvocationOperation call)
        => call.Root().Descendants().OfType<IInvocationOperation>()
            .Where(handling => handlings.Contains(handling.Syntax))
            .Select(handling => Subscriptions.Handler.Of(PubSubSymbols.HandlerOf(handling)))
            .LastOrDefault();

    /// <summary>A <c>ReadAsync</c>, or an <c>await foreach</c>.</summary>
    private static bool IsReading(ISymbol? used, PubSubSymbols symbols)
        => used is IMethodSymbol method && (symbols.MemberOf(method) == PubSubMember.Read || method.Name == "GetAsyncEnumerator");
}

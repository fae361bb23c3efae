using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>RG2003: an Unsubscribe whose handler, or whose channel, was never subscribed.</summary>
internal sealed class UnsubscribeWithoutEffectRule
{
    private readonly PubSubSymbols _symbols;
    private readonly Channels _channels;
    private readonly SourceValues _sources;

    public UnsubscribeWithoutEffectRule(PubSubSymbols symbols, Channels channels)
    {
        _symbols = symbols;
        _channels = channels;
        _sources = new SourceValues(symbols.Library.Compilation);
    }

    public Diagnostic? Check(PubSubUse use, SubscribingType type, CancellationToken cancellationToken)
        => Fault(use, type, cancellationToken) is { } fault
            ? SubscriptionDiagnostic.Create(
                Descriptors.UnsubscribeWithoutEffect, use.Call.Syntax, use.Handler?.Function is null ? null : Fixes.HoistHandler, $"ISubscriber.{use.Call.TargetMethod.Name}", fault.Words, fault.Fix)
            : null;

    /// <summary>Why the call removes nothing; null where it may remove something.</summary>
    public (string Words, string Fix)? Fault(PubSubUse use, SubscribingType type, CancellationToken cancellationToken)
    {
        if (use.Handler is { } handler)
        {
            const string keep = "subscribe and unsubscribe the same handler, kept in a field or a method";
            if (handler.Function is not null)
            {
                return ("a lambda equals no handler that was subscribed", keep);
            }

            if (handler.IsFresh)
            {
                return ("a method of a new instance equals no handler that was subscribed", keep);
            }

            if (IsMadeAnew(handler, cancellationToken))
            {
                return ("a handler that is made anew each time equals no handler that was subscribed", keep);
            }

            if (IsFreshLocal(handler, use.Call))
            {
                return ($"the handler in '{handler.Variable!.Name}' is new and was never subscribed", keep);
            }

            if (IsNeverSubscribed(handler, use, type, cancellationToken))
            {
                return ("the handler given isn't the one that was subscribed", keep);
            }
        }

        return IsOtherChannel(use, type, cancellationToken)
            ? ("nothing is subscribed to that channel here", "name the channel that was subscribed")
            : null;
    }

    /// <summary>A getter or a method that gives a lambda. One that captures nothing is made once and kept by the compiler.</summary>
    private bool IsMadeAnew(Handler handler, CancellationToken cancellationToken)
    {
        ISymbol? maker = handler.Operation switch
        {
            IPropertyReferenceOperation property => property.Property,
            IInvocationOperation call => call.TargetMethod,
            _ => null,
        };
        return maker is not null && Handler.Of(_sources.Returned(maker, cancellationToken)) is { Function: not null, Captures: true };
    }

    /// <summary><c>Action&lt;…&gt; handler = (c, v) =&gt; …; Unsubscribe(channel, handler);</c></summary>
    private static bool IsFreshLocal(Handler handler, IInvocationOperation call)
        => handler is { Operation: ILocalReferenceOperation local, Variable: ILocalSymbol variable }
            && local.OnlyValue() is { } value
            && Handler.Of(value) is { IsFresh: true }
            && !IsUsedBeside(variable, call);

    private static bool IsUsedBeside(ILocalSymbol variable, IInvocationOperation call)
        => call.Root().Descendants().OfType<ILocalReferenceOperation>().Any(reference =>
            SymbolEqualityComparer.Default.Equals(reference.Local, variable)
            && !(reference.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Unsubscribe" or "UnsubscribeAsync" } }));

    /// <summary>Whether the type subscribes to the channel, and each time surely with another handler.</summary>
    private bool IsNeverSubscribed(Handler handler, PubSubUse use, SubscribingType type, CancellationToken cancellationToken)
    {
        if (handler.Method is null)
        {
            return false;
        }

        var subscribed = type.Subscriptions
            .Where(subscription => subscription.Kind == PubSubMember.SubscribeHandler && Match(use, subscription, cancellationToken) is ChannelMatch.Same or ChannelMatch.Unknown)
            .Select(subscription => subscription.Handler)
            .OfType<Handler>()
            .ToList();
        return subscribed.Count > 0 && subscribed.All(handler.DiffersFrom);
    }

    /// <summary>Whether the type subscribes to channels of other texts only.</summary>
    private bool IsOtherChannel(PubSubUse use, SubscribingType type, CancellationToken cancellationToken)
    {
        bool any = false;
        foreach (PubSubUse subscription in type.Subscriptions)
        {
            any = true;
            if (Match(use, subscription, cancellationToken) != ChannelMatch.Different)
            {
                return false;
            }
        }

        return any;
    }

    private ChannelMatch Match(PubSubUse left, PubSubUse right, CancellationToken cancellationToken)
        => _channels.Compare(_symbols.ChannelOf(left.Call), _symbols.ChannelOf(right.Call), cancellationToken);
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>RG2004: an Unsubscribe that takes other code's handlers along.</summary>
internal sealed class UnsubscribesEverybodyRule
{
    private const int MaxSteps = 4;

    private readonly PubSubSymbols _symbols;
    private readonly Channels _channels;
    private readonly TypeOwnerships _types;
    private readonly SourceValues _sources;

    public UnsubscribesEverybodyRule(PubSubSymbols symbols, Channels channels, TypeOwnerships types)
    {
        _symbols = symbols;
        _channels = channels;
        _types = types;
        _sources = new SourceValues(symbols.Library.Compilation);
    }

    public Diagnostic? Check(PubSubUse use, SubscribingType type, ConnectionOwner owner, ISymbol member, CancellationToken cancellationToken)
    {
        if (owner != ConnectionOwner.Foreign || type.ClosesConnection || IsShutdown(type.Symbol, member) || SaysSo(use, member))
        {
            return null;
        }

        string name = $"ISubscriber.{use.Call.TargetMethod.Name}";
        if (use.Kind == PubSubMember.UnsubscribeAll)
        {
            return SubscriptionDiagnostic.Create(Descriptors.UnsubscribesEverybody, use.Call.Syntax, null, name, "every subscription", "unsubscribe each channel with its handler");
        }

        bool hasOne = TheHandler(use, type, cancellationToken) is not null;
        return IsOwnChannel(_symbols.ChannelOf(use.Call), MaxSteps, cancellationToken) || IsOfCall(use, type, cancellationToken)
            ? null
            : SubscriptionDiagnostic.Create(
                Descriptors.UnsubscribesEverybody, use.Call.Syntax, hasOne ? Fixes.PassHandler : null, name, "every handler of the channel", "pass the handler, or unsubscribe the queue");
    }

    /// <summary>The one handler that the type subscribes to the channel, where it is written as a method or a field.</summary>
    private Handler? TheHandler(PubSubUse use, SubscribingType type, CancellationToken cancellationToken)
    {
        PubSubUse[] subscribed = type.Subscriptions
            .Where(subscription => _channels.Compare(_symbols.ChannelOf(use.Call), _symbols.ChannelOf(subscription.Call), cancellationToken) is ChannelMatch.Same or ChannelMatch.Unknown)
            .ToArray();
        return subscribed.Length == 1 && subscribed[0].Handler is { } handler && (handler.Method is { Instance: null or IInstanceReferenceOperation } || handler.Variable is IFieldSymbol or IPropertySymbol)
            ? handler
            : null;
    }

    /// <summary>At the end of the process everybody's subscriptions end.</summary>
    private static bool IsShutdown(INamedTypeSymbol type, ISymbol member) => ClosingMembers.Contains(member) && SingletonTypes.IsKnown(type);

    /// <summary>A wrapper whose name tells its callers what they get.</summary>
    private static bool SaysSo(PubSubUse use, ISymbol member)
        => member.Name.IndexOf("UnsubscribeAll", StringComparison.OrdinalIgnoreCase) >= 0
            || (use.Kind == PubSubMember.UnsubscribeAll && member.Name.IndexOf("Unsubscribe", StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>A channel with an instance's own name in it: nobody else knows it.</summary>
    private bool IsOwnChannel(IOperation? channel, int steps, CancellationToken cancellationToken)
        => channel is not null && channel.DescendantsAndSelf().Any(part => part.IsFresh() || part switch
        {
            ILocalReferenceOperation local when steps > 0 => IsOwnChannel(local.OnlyValue(), steps - 1, cancellationToken),
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: IFieldSymbol or IPropertySymbol } kept when steps > 0 => IsOwnName(kept.Member, steps - 1, cancellationToken),
            _ => false,
        });

    /// <summary>A channel whose name is made of what the call was given, subscribed by the same call: a reply's, that ends with it.</summary>
    private bool IsOfCall(PubSubUse use, SubscribingType type, CancellationToken cancellationToken)
        => use.Member is { } member
            && _symbols.ChannelOf(use.Call) is { } channel
            && IsMadeOfParameter(channel, MaxSteps)
            && type.Subscriptions.Any(subscription => SymbolEqualityComparer.Default.Equals(subscription.Member, member)
                && _channels.Compare(channel, _symbols.ChannelOf(subscription.Call), cancellationToken) == ChannelMatch.Same);

    private static bool IsMadeOfParameter(IOperation? channel, int steps)
        => channel is not null && channel.DescendantsAndSelf().Any(part => part switch
        {
            IParameterReferenceOperation parameter => !SymbolEqualityComparer.Default.Equals(parameter.Type, channel.Type) && parameter.Parent is not IMemberReferenceOperation,
            ILocalReferenceOperation local when steps > 0 => IsMadeOfParameter(local.OnlyValue(), steps - 1),
            _ => false,
        });

    /// <summary>Whether a member of the instance gives such a name, or is only ever filled with one.</summary>
    private bool IsOwnName(ISymbol member, int steps, CancellationToken cancellationToken)
    {
        if (member is IPropertySymbol && _sources.Returned(member, cancellationToken) is { } returned)
        {
            return IsOwnChannel(returned, steps, cancellationToken);
        }

        IReadOnlyList<MemberUse> fills = _types.Of(member.ContainingType, member, cancellationToken).Fills;
        return fills.Count > 0 && fills.All(fill => fill.Value is { } value && IsOwnChannel(value, steps, cancellationToken));
    }
}

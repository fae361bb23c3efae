using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Origins;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>One call that subscribes, with all that a rule may want to know of it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Channel">The channel it names.</param>
/// <param name="Queue">What becomes of its queue, where it gives one.</param>
/// <param name="Handler">The handler that it is given, or that its queue gets; null where none is seen.</param>
/// <param name="Member">The member around it.</param>
/// <param name="Context">How often the code around it runs, its loops left aside.</param>
/// <param name="Type">All that the type around it does with subscriptions.</param>
/// <param name="Owner">Who owns its connection.</param>
internal sealed record SubscribeCall(
    IInvocationOperation Call,
    IOperation? Channel,
    QueueUse Queue,
    Handler? Handler,
    ISymbol Member,
    CallContext Context,
    SubscribingType Type,
    ConnectionOwner Owner)
{
    /// <summary>The call as a message names it.</summary>
    public string Name => $"ISubscriber.{Call.TargetMethod.Name}";

    public bool IsQueue => Queue.Fate != QueueFate.None;

    /// <summary>Whether a host makes the type around it anew for each call: what an instance remembers is forgotten then.</summary>
    public bool IsMadePerCall => TypeRole.IsPerCall(Type.Symbol, out _);

    /// <summary>Whether a host is known to run the code for each request, message or run.</summary>
    public bool IsPerCall => Context is { Frequency: OpeningFrequency.PerCall, IsPresumed: false };
}

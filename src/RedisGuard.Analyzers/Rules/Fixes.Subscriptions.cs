namespace RedisGuard.Analyzers.Rules;

/// <content>Subscriptions and events.</content>
internal static partial class Fixes
{
    /// <summary>Unsubscribe the handler where its subscriber is disposed.</summary>
    public const string UnsubscribeInDispose = "UnsubscribeInDispose";

    /// <summary>Subscribe at the pool, and dispose the subscription where its subscriber is disposed.</summary>
    public const string PoolSubscription = "PoolSubscription";

    /// <summary>Unsubscribe the queue in a <c>finally</c>.</summary>
    public const string UnsubscribeQueue = "UnsubscribeQueue";

    /// <summary>Subscribe at the pool, and read the queue's messages from a channel that its subscription fills.</summary>
    public const string PoolQueue = "PoolQueue";

    /// <summary>Give subscribing and unsubscribing the same handler.</summary>
    public const string HoistHandler = "HoistHandler";

    /// <summary>Unsubscribe the handler that was subscribed, not the whole channel.</summary>
    public const string PassHandler = "PassHandler";

    /// <summary>Give the handler to <c>ChannelMessageQueue.OnMessage</c>, which awaits it.</summary>
    public const string OnMessage = "OnMessage";

    /// <summary>Remove the event's handler where its owner is disposed.</summary>
    public const string RemoveHandler = "RemoveHandler";

    /// <summary>Pass the token that is at hand to the loop over a queue, and unsubscribe the queue in a <c>finally</c>.</summary>
    public const string PassToken = "PassToken";
}

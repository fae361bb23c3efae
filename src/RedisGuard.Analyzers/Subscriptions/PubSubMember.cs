namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Effect of a call on subscriptions.</summary>
internal enum PubSubMember
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Subscribes a handler: <c>ISubscriber.Subscribe(channel, handler)</c>.</summary>
    SubscribeHandler,

    /// <summary>Subscribes a queue: <c>ISubscriber.Subscribe(channel)</c>.</summary>
    SubscribeQueue,

    /// <summary>Ends what is subscribed to a channel: <c>ISubscriber.Unsubscribe(channel, handler)</c>.</summary>
    Unsubscribe,

    /// <summary>Ends every subscription of the connection: <c>ISubscriber.UnsubscribeAll()</c>.</summary>
    UnsubscribeAll,

    /// <summary>Ends a queue: <c>ChannelMessageQueue.Unsubscribe()</c>.</summary>
    EndQueue,

    /// <summary>Gives a queue its handler: <c>ChannelMessageQueue.OnMessage(handler)</c>.</summary>
    OnMessage,

    /// <summary>Takes one message out of a queue: <c>ChannelMessageQueue.ReadAsync()</c>.</summary>
    Read,
}

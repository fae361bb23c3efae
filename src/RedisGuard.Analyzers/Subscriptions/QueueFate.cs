namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Fate of the queue that a subscribing call gives.</summary>
internal enum QueueFate
{
    /// <summary>The call gives none: it takes a handler.</summary>
    None,

    /// <summary>Nobody takes it.</summary>
    Ignored,

    /// <summary>It is read where it comes, and then nobody has it: <c>await foreach (var message in await SubscribeAsync(channel))</c></summary>
    Consumed,

    /// <summary>It gets its handler, and then nobody has it: <c>Subscribe(channel).OnMessage(handler)</c>.</summary>
    Chained,

    /// <summary>A local variable keeps it.</summary>
    Local,

    /// <summary>A field or property keeps it.</summary>
    Kept,

    /// <summary>Other code has it.</summary>
    Elsewhere,
}

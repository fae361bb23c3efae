namespace RedisGuard.Analyzers.Model;

/// <summary>The kinds of things that must be released. Each has its rows in <see cref="RedisModel"/> and a flow of its own.</summary>
internal enum ResourceKind
{
    /// <summary>A <c>ConnectionMultiplexer</c>; released by closing it.</summary>
    Connection,

    /// <summary>A <c>ChannelMessageQueue</c>; released by its own <c>Unsubscribe</c>.</summary>
    MessageQueue,

    /// <summary>A reply in pooled memory, <c>Lease&lt;T&gt;</c> or <c>RespResult</c>; released by <c>Dispose</c>.</summary>
    PooledReply,

    /// <summary>An <c>IBatch</c> or <c>ITransaction</c>; what it owes is <c>Execute</c>.</summary>
    Batch,

    /// <summary>What RedisGuard.Pool hands out: a lease, a subscription, a dedicated connection.</summary>
    Handle,

    /// <summary>A lock that <c>LockTake</c> may have taken; released by its key.</summary>
    Lock,
}

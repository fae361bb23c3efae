namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Relation of a value to the resource behind it.</summary>
internal enum AliasKind
{
    /// <summary>The resource itself: whoever has it can release it.</summary>
    Owner,

    /// <summary>A task whose result is the resource.</summary>
    Task,

    /// <summary>One or all of several resources or their tasks; which one can't be told.</summary>
    Collection,

    /// <summary>Walks over a collection: disposing it releases nothing.</summary>
    Enumerator,

    /// <summary>The first of several raced tasks, or what it gave: releasing it leaves the others open, whichever it was.</summary>
    Winner,

    /// <summary>A delegate that captures the resource: whoever runs it may release it.</summary>
    Delegate,

    /// <summary>A delegate that captures the resource and only asks it for databases: kept, it keeps the resource for whoever runs it.</summary>
    Keeper,

    /// <summary>A pass-through such as <c>IDatabase</c>: keeps the resource alive, owns nothing, leads back to it.</summary>
    View,

    /// <summary>An answer that is still on its way over the connection: a command's task, a lazily read scan.</summary>
    Pending,

    /// <summary>A delegate that opens a resource whenever it is run, and gives it to whoever runs it.</summary>
    Factory,

    /// <summary>True where the resource was acquired: what <c>LockTake</c> answers, and a flag that is set while the lock is held.</summary>
    Answer,

    /// <summary>An answer turned around: true where nothing was acquired.</summary>
    Refusal,
}

using System;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Possible fates of an obligation on the paths that lead to one point: a set, joined by union.</summary>
[Flags]
internal enum ObligationStatus
{
    /// <summary>No path leads here.</summary>
    None = 0,

    /// <summary>Not acquired yet, or proved null.</summary>
    Absent = 1,

    /// <summary>Acquired and still to be released.</summary>
    Open = 2,

    /// <summary>Still to be released, on a path that begins with an exception nobody wrote down.</summary>
    OpenByException = 4,

    /// <summary>Released.</summary>
    Released = 8,

    /// <summary>Released, and then given something more to release: a command queued when all was sent.</summary>
    Reopened = 32,

    /// <summary>Acquired, and nothing in it that could be lost: a batch on which nothing is queued yet.</summary>
    Empty = 64,

    /// <summary>Released, or left on a condition that isn't known, which isn't held against the code.</summary>
    InDoubt = 128,

    /// <summary>Somebody else's: returned, stored, or handed to code that may keep it.</summary>
    Escaped = 16,
}

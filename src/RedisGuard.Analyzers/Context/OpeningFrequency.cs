namespace RedisGuard.Analyzers.Context;

/// <summary>Frequency of a piece of code in the life of the process, as far as it can be told.</summary>
internal enum OpeningFrequency
{
    /// <summary>Once, and what it opens lives until the process ends: entry points, static initialisers, tests.</summary>
    ProcessLife,

    /// <summary>Once, or once for each owner: start-up code, hosted services, singleton factories.</summary>
    Once,

    /// <summary>Can't be told: the benefit of the doubt.</summary>
    Unknown,

    /// <summary>Again and again: requests, jobs, getters, loops, ordinary methods.</summary>
    PerCall,
}

namespace RedisGuard.Cli.LeakTest;

/// <summary>The ways to tell whether a workload leaves connections behind, the best first.</summary>
internal enum LeakMethod
{
    /// <summary>The best that is available.</summary>
    Auto,

    /// <summary>The watch inside the process that is started: which line opened, closed, lost or kept each connection.</summary>
    Exact,

    /// <summary>The connections of one process, name or user on the server's list: births that live on after each cycle.</summary>
    Attributed,

    /// <summary>The count of a server that others use too: loads and rests in random order, and a permutation test.</summary>
    Blind,
}

namespace RedisGuard.Pool.Health;

/// <summary>Finding of a look at a shared connection.</summary>
internal enum ProbeOutcome
{
    /// <summary>Nobody asked for the connection yet.</summary>
    Absent,

    /// <summary>It answered not long ago; no need to ask.</summary>
    Known,

    /// <summary>It answered.</summary>
    Answered,

    /// <summary>A server answered, and said that it can't serve: it is loading, say, or wants a password.</summary>
    Refused,

    /// <summary>No answer came, or there is no connection that could bring one.</summary>
    Silent,
}

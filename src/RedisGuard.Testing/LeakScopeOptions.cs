namespace RedisGuard.Testing;

/// <summary>What a <see cref="LeakScope"/> lets pass, and how long it waits. Not to be changed while a scope uses it.</summary>
public sealed class LeakScopeOptions
{
    /// <summary>
    /// Parts of the names of members, files or libraries whose leaks are let pass, as in <c>"RedisCache"</c> or
    /// <c>"Startup.cs"</c>: for what outlives a test on purpose, a singleton that the first test creates. Compared without
    /// regard to case.
    /// </summary>
    public IList<string> Allow { get; } = [];

    /// <summary>
    /// How long what is still open may take to be closed by work that goes on in the background. 1.2 seconds: one heartbeat of
    /// the library, after which what nobody holds can be told from what somebody does. A scope without anything open
    /// doesn't wait.
    /// </summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(1.2);

    /// <summary>What is looked at.</summary>
    public LeakKinds Track { get; set; } = LeakKinds.All;
}

namespace RedisGuard.Pool;

/// <summary>Amount that is remembered of each acquisition, in case it leaks.</summary>
public enum RedisLeakDetection
{
    /// <summary>
    /// Nothing is tracked: a lease that is never returned takes its connection with it, silently. A subscription that nobody
    /// holds is unsubscribed, silently too, by the next message that finds nobody.
    /// </summary>
    Off,

    /// <summary>
    /// File, line and member of all; a stack trace of one in 128, and of the next 32 at a site that leaked.
    /// </summary>
    Standard,

    /// <summary>A stack trace of all: tens of microseconds each.</summary>
    Paranoid,
}

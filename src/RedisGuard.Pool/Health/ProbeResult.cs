namespace RedisGuard.Pool.Health;

/// <summary>A look at one shared connection, or at the subscriptions that have others.</summary>
/// <param name="Outcome">What it found.</param>
/// <param name="Failure">Why it isn't good, in words that may be shown.</param>
/// <param name="Latency">How long the answer took, where one was asked for.</param>
internal readonly record struct ProbeResult(ProbeOutcome Outcome, string? Failure = null, TimeSpan? Latency = null)
{
    public bool IsFailure => Outcome is ProbeOutcome.Refused or ProbeOutcome.Silent;
}

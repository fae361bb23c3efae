namespace RedisGuard.Cli.LeakTest;

/// <summary>Results that a test may come to.</summary>
/// <param name="Method">How it was found, in words.</param>
/// <param name="Outcome">The answer.</param>
/// <param name="Lines">The evidence, a line each.</param>
/// <param name="Reason">Why, in one sentence.</param>
internal sealed record LeakFinding(string Method, LeakOutcome Outcome, IReadOnlyList<string> Lines, string Reason);

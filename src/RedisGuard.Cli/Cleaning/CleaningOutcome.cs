namespace RedisGuard.Cli.Cleaning;

/// <summary>Outcome of a plan.</summary>
/// <param name="Results">How many targets had which result.</param>
/// <param name="Stopped">Why cleaning ended early; null where it went through.</param>
internal sealed record CleaningOutcome(IReadOnlyDictionary<KillResult, int> Results, string? Stopped)
{
    public int Of(KillResult result) => Results.GetValueOrDefault(result);
}

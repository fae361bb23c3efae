namespace RedisGuard.Analyzers.Baselines;

/// <summary>
/// A finding by what stays the same when code is added around it: never by line. One entry of redisguard.baseline.json, and the
/// key of a finding that may be one.
/// </summary>
/// <param name="Rule">The rule, such as RG1002.</param>
/// <param name="Path">The file, relative to the baseline's folder, with forward slashes.</param>
/// <param name="Member">Namespace, types and member with its parameters, as the source has them.</param>
/// <param name="Code">The reported code without arguments, literals and bodies: <c>ConnectionMultiplexer.Connect</c>.</param>
/// <param name="Nth">Which of the member's pieces of code that read so, from 1.</param>
/// <param name="Text">A hash of the line without its blanks; null where the line may hold a secret.</param>
internal sealed record BaselineEntry(string Rule, string Path, string Member, string Code, int Nth, string? Text)
{
    /// <summary>Identifies the finding; the text is only a way to find one whose member was renamed.</summary>
    public (string Rule, string Path, string Member, string Code, int Nth) Key => (Rule, Path, Member, Code, Nth);
}

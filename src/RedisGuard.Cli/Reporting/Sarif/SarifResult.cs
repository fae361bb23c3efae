namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>A finding (SARIF 2.1.0 §3.27).</summary>
internal sealed record SarifResult(
    string RuleId,
    int RuleIndex,
    string Level,
    SarifMessage Message,
    IReadOnlyList<SarifLocation> Locations,
    IReadOnlyList<SarifLocation>? RelatedLocations,
    Dictionary<string, string> PartialFingerprints,
    IReadOnlyList<SarifSuppression>? Suppressions = null,
    string? BaselineState = null);

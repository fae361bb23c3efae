using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>Properties that code scanning sorts rules by, under GitHub's names.</summary>
/// <param name="SecuritySeverity">From 0 to 10, as text; makes results alerts of security. Null for rules that are none.</param>
internal sealed record SarifRuleProperties(
    IReadOnlyList<string> Tags,
    string Precision,
    [property: JsonPropertyName("problem.severity")] string ProblemSeverity,
    [property: JsonPropertyName("security-severity")] string? SecuritySeverity);

namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>A text for people, plain and as Markdown (SARIF 2.1.0 §3.12).</summary>
internal sealed record SarifRuleHelp(string Text, string Markdown);

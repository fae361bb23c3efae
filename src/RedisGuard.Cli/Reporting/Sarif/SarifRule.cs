namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>A rule (SARIF 2.1.0 §3.49, reportingDescriptor).</summary>
internal sealed record SarifRule(string Id, SarifMessage ShortDescription, SarifMessage? FullDescription, string? HelpUri, SarifRuleHelp Help, SarifConfiguration DefaultConfiguration, SarifRuleProperties Properties);

namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>The series that a run belongs to (SARIF 2.1.0 §3.17), so that runs over different targets don't close each other's alerts.</summary>
internal sealed record SarifAutomation(string Id);

namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>Course of the run (SARIF 2.1.0 §3.20).</summary>
internal sealed record SarifInvocation(bool ExecutionSuccessful, IReadOnlyList<SarifNotification> ToolExecutionNotifications);

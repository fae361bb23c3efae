using Microsoft.CodeAnalysis;

namespace RedisGuard.Cli.Commands;

/// <summary>The severity from which a finding makes the exit code 1; the values are those of <see cref="DiagnosticSeverity"/>.</summary>
internal enum FailOn
{
    Info = DiagnosticSeverity.Info,
    Warning = DiagnosticSeverity.Warning,
    Error = DiagnosticSeverity.Error,
    None,
}

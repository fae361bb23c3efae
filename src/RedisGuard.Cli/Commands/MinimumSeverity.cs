using Microsoft.CodeAnalysis;

namespace RedisGuard.Cli.Commands;

/// <summary>The lowest severity that is reported; the values are those of <see cref="DiagnosticSeverity"/>.</summary>
internal enum MinimumSeverity
{
    Info = DiagnosticSeverity.Info,
    Warning = DiagnosticSeverity.Warning,
    Error = DiagnosticSeverity.Error,
}

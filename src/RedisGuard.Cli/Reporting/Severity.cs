using Microsoft.CodeAnalysis;

namespace RedisGuard.Cli.Reporting;

/// <summary>Severities in the words of each output.</summary>
internal static class Severity
{
    /// <summary>The compiler's word: <c>error</c>, <c>warning</c>, <c>info</c>.</summary>
    public static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "info",
    };

    /// <summary>The SARIF level.</summary>
    public static string SarifLevel(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };

    /// <summary>GitHub's word for the severity of a problem.</summary>
    public static string ProblemSeverity(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "recommendation",
    };

    /// <summary>The colour on a terminal.</summary>
    public static Spectre.Console.Color Colour(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => Spectre.Console.Color.Red,
        DiagnosticSeverity.Warning => Spectre.Console.Color.Yellow,
        _ => Spectre.Console.Color.Blue,
    };
}

using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

/// <summary>
/// Marks what is reported at the end of a compilation. The compiler shows such diagnostics in builds, and in an editor only with
/// full solution analysis; the tag tells the editor not to drop what a build has found.
/// </summary>
internal static class LateDiagnostics
{
    /// <summary>The descriptor of a rule that reports at the end.</summary>
    public static DiagnosticDescriptor Of(DiagnosticDescriptor live)
        => new(
            live.Id,
            live.Title,
            live.MessageFormat,
            live.Category,
            live.DefaultSeverity,
            live.IsEnabledByDefault,
            live.Description,
            live.HelpLinkUri,
            WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>The diagnostic as one of the end.</summary>
    public static Diagnostic Of(Diagnostic fault)
        => Diagnostic.Create(
            fault.Id,
            fault.Descriptor.Category,
            fault.GetMessage(),
            fault.Severity,
            fault.DefaultSeverity,
            fault.Descriptor.IsEnabledByDefault,
            fault.WarningLevel,
            fault.IsSuppressed,
            fault.Descriptor.Title,
            fault.Descriptor.Description,
            fault.Descriptor.HelpLinkUri,
            fault.Location,
            fault.AdditionalLocations,
            fault.Descriptor.CustomTags.Append(WellKnownDiagnosticTags.CompilationEnd),
            fault.Properties);
}

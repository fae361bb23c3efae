using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Records;

namespace RedisGuard.Analyzers.Rules;

/// <summary>
/// Diagnostics with more to them than their rule knew. Those of the end of a compilation bear a tag: the compiler shows them in
/// builds, and in an editor only with full solution analysis; the tag tells the editor not to drop what a build has found.
/// </summary>
internal static class RetoldDiagnostics
{
    /// <summary>The descriptor of a rule that reports at the end.</summary>
    public static DiagnosticDescriptor Late(DiagnosticDescriptor live)
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
    public static Diagnostic Late(this Diagnostic fault)
        => With(fault, Text(fault), fault.Descriptor.CustomTags.Append(WellKnownDiagnosticTags.CompilationEnd));

    /// <summary>The diagnostic with what was seen at run time, if anything was.</summary>
    public static Diagnostic Seen(this Diagnostic fault, RecordedLeak? leak)
        => leak is null ? fault : With(fault, $"{Text(fault)}; seen at run time: it {leak.Happened} {leak.Seen}", fault.Descriptor.CustomTags);

    private static string Text(Diagnostic fault) => fault.GetMessage(CultureInfo.InvariantCulture);

    private static Diagnostic With(Diagnostic fault, string message, IEnumerable<string> tags)
        => Diagnostic.Create(
            fault.Id,
            fault.Descriptor.Category,
            message,
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
            tags,
            fault.Properties);
}

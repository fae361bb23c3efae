using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Cli.Scanning;

/// <summary>The reason for not reporting a finding.</summary>
/// <param name="IsInSource">By a pragma or an attribute in the code; else by a suppressor.</param>
/// <param name="Justification">The reason that somebody wrote down.</param>
internal sealed record FindingSuppression(bool IsInSource, string? Justification)
{
    public static FindingSuppression? Of(Diagnostic diagnostic, Compilation compilation)
    {
        if (!diagnostic.IsSuppressed)
        {
            return null;
        }

        var info = diagnostic.GetSuppressionInfo(compilation);
        return info?.ProgrammaticSuppressions is { IsDefaultOrEmpty: false } suppressors
            ? new FindingSuppression(IsInSource: false, suppressors[0].Descriptor.Justification.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : new FindingSuppression(IsInSource: true, ReasonOf(info?.Attribute));
    }

    private static string? ReasonOf(AttributeData? attribute) => attribute?.NamedArguments
        .Where(static argument => argument.Key == "Justification")
        .Select(static argument => argument.Value.Value as string)
        .FirstOrDefault();
}

using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers.Records;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Baselines;

/// <summary>Makes the key of a finding.</summary>
internal static class BaselineKeys
{
    // Their lines hold passwords: a hash of one could be tried out.
    private const string Secrets = "RG5";

    private static readonly char[] s_separators = { '/', '\\' };

    /// <param name="finding">What an analyzer reported.</param>
    /// <param name="folder">The absolute folder of the baseline.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Null for a finding that stands in no source.</returns>
    public static BaselineEntry? Of(Diagnostic finding, string folder, CancellationToken cancellationToken = default)
    {
        if (finding.Location.SourceTree is not { } tree)
        {
            return null;
        }

        TextSpan span = finding.Location.SourceSpan;
        (string member, string code, int nth) = CodePlace.Of(tree.GetRoot(cancellationToken), span);
        string? text = finding.Id.StartsWith(Secrets, StringComparison.Ordinal)
            ? null
            : LineHash.Of(tree.GetText(cancellationToken).Lines.GetLineFromPosition(span.Start).ToString());
        return new BaselineEntry(finding.Id, PathFrom(folder, RazorCode.PathOf(tree)), member, code, nth, text);
    }

    /// <summary>The path from a folder, with forward slashes; <c>../</c> for what lies outside of it.</summary>
    public static string PathFrom(string folder, string file)
    {
        string[] from = folder.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        string[] to = file.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        int common = 0;
        while (common < from.Length && common < to.Length - 1 && string.Equals(from[common], to[common], StringComparison.Ordinal))
        {
            common++;
        }

        // Another drive or a relative path: nothing to be relative to.
        return common == 0 && from.Length > 0
            ? string.Join("/", to)
            : string.Concat(System.Linq.Enumerable.Repeat("../", from.Length - common)) + string.Join("/", to, common, to.Length - common);
    }
}

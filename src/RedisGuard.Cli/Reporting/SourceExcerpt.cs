using System.Globalization;
using System.Text;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Reporting;

/// <summary>The offending line and the mark under it.</summary>
/// <param name="Gutter">The line number.</param>
/// <param name="Code">The line, tabs as spaces so that the mark stands right, cut where it is unreasonably long.</param>
/// <param name="Underline">Spaces, then tildes under the offending part, to the line's end where that goes on below.</param>
internal sealed record SourceExcerpt(string Gutter, string Code, string Underline)
{
    private const int TabWidth = 4;

    /// <summary>Beyond this a line is generated or data: a terminal shows it in pieces and a log reader not at all.</summary>
    public const int LongestLine = 200;

    /// <param name="finding">What to show.</param>
    /// <param name="longest">How many characters of the line may be shown.</param>
    public static SourceExcerpt Of(Finding finding, int longest = LongestLine)
    {
        var place = finding.Place;
        var line = finding.SourceLine;
        var start = Math.Min(place.Column - 1, line.Length);
        var end = place.EndLine == place.Line ? Math.Clamp(place.EndColumn - 1, start, line.Length) : line.TrimEnd().Length;

        var before = Expand(line[..start]);
        var marked = Expand(line[start..Math.Max(start, end)]);
        var code = before + marked + Expand(line[Math.Max(start, end)..]).TrimEnd();
        var indent = before.Length - before.TrimStart().Length;
        var cut = code.Length - indent > longest ? CutStart(before.Length, indent, longest) : indent;
        var shown = code[cut..];
        if (shown.Length > longest)
        {
            shown = shown[..(longest - 1)] + "…";
        }

        var length = Math.Clamp(marked.Length, 1, Math.Max(1, shown.Length - (before.Length - cut)));
        return new SourceExcerpt(place.Line.ToString(CultureInfo.InvariantCulture), shown, new string(' ', before.Length - cut) + new string('~', length));
    }

    /// <summary>A long line starts a little before its mark, so that the mark is in sight.</summary>
    private static int CutStart(int mark, int indent, int longest) => Math.Max(indent, mark - (longest / 4));

    private static string Expand(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            result.Append(c == '\t' ? new string(' ', TabWidth) : char.IsControl(c) ? " " : c.ToString());
        }

        return result.ToString();
    }
}

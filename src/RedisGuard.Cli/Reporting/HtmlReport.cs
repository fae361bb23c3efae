using System.Globalization;
using System.Net;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Reporting;

/// <summary>One page with all findings, for people without the tool: no script, nothing loaded, light and dark.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
        body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
        h2 { font: 600 1rem ui-monospace, monospace; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
        article { border-left: 4px solid #888; padding: .2rem 0 .2rem 1rem; margin: 1rem 0; }
        .warning { border-color: #b58900; } .error { border-color: #dc322f; } .info { border-color: #268bd2; }
        pre { overflow-x: auto; margin: .3rem 0; } mark { color: inherit; background: none; text-decoration: underline wavy #dc322f; }
        table { border-collapse: collapse; } td { padding: .1rem 1rem .1rem 0; }
        """;

    public static void Write(ScanResult result, TextWriter writer)
    {
        writer.WriteLine($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>RedisGuard: {Count(result.Findings.Length)}</title><style>{Style}</style>");
        writer.WriteLine($"<h1>{Count(result.Findings.Length)}</h1><p>{Text(ToolIdentity.Name)} {Text(ToolIdentity.Version)}</p>");
        writer.WriteLine("<table>");
        foreach (var rule in result.Findings.GroupBy(static finding => finding.Id).OrderBy(static rule => rule.Key, StringComparer.Ordinal))
        {
            writer.WriteLine($"<tr><td>{rule.Count().ToString(CultureInfo.InvariantCulture)}</td><td>{Link(rule.First())}</td><td>{Text(Title(result, rule.Key))}</td></tr>");
        }

        writer.WriteLine("</table>");
        foreach (var file in result.Findings.GroupBy(static finding => finding.Place.Path))
        {
            writer.WriteLine($"<h2>{Text(file.Key)}</h2>");
            foreach (var finding in file)
            {
                Write(finding, writer);
            }
        }

        foreach (var note in result.Notes)
        {
            writer.WriteLine($"<p>{Text(note)}</p>");
        }

        if (result.Baseline is { } baseline)
        {
            writer.WriteLine($"<p>{Text(BaselineText.Of(baseline))}</p>");
        }

        writer.WriteLine("</html>");
    }

    private static void Write(Finding finding, TextWriter writer)
    {
        var excerpt = SourceExcerpt.Of(finding);
        var mark = excerpt.Underline.TrimEnd();
        var start = Math.Min(mark.Length - mark.TrimStart().Length, excerpt.Code.Length);
        var end = Math.Min(mark.Length, excerpt.Code.Length);
        writer.WriteLine($"<article class=\"{Severity.Word(finding.Severity)}\"><strong>{Link(finding)}</strong> line {excerpt.Gutter}: {Text(finding.Message)}");
        writer.WriteLine($"<pre><code>{Text(excerpt.Code[..start])}<mark>{Text(excerpt.Code[start..end])}</mark>{Text(excerpt.Code[end..])}</code></pre></article>");
    }

    private static string Title(ScanResult result, string id) => result.Rules.FirstOrDefault(rule => rule.Id == id)?.Title.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Link(Finding finding) => finding.HelpLink is { } link ? $"<a href=\"{Text(link)}\">{Text(finding.Id)}</a>" : Text(finding.Id);

    private static string Count(int count) => count == 1 ? "1 finding" : string.Create(CultureInfo.InvariantCulture, $"{count} findings");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;
using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Scanning;
using Spectre.Console;

namespace RedisGuard.Cli.Reporting;

/// <summary>Findings grouped by file, each with its line of code, then a summary by rule.</summary>
internal sealed class TextReport(IAnsiConsole console, int width = SourceExcerpt.LongestLine)
{
    private static readonly Style Plain = Style.Plain;
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <summary>What stands before a line of code: indentation, a line number of up to five digits, the bar.</summary>
    private const int Frame = 12;
    private const int NarrowestCode = 40;

    public void Write(ScanResult result)
    {
        foreach (var file in result.Findings.GroupBy(finding => finding.Place.Path))
        {
            Line(file.Key, Bold);
            foreach (var finding in file)
            {
                Write(finding);
            }
        }

        Notes(result);
        if (!result.Findings.IsEmpty)
        {
            SummaryByRule(result);
        }

        Line(Totals(result), Plain);
    }

    private void Write(Finding finding)
    {
        var severity = new Style(Severity.Colour(finding.Severity));
        Part($"  {finding.Place.Line}:{finding.Place.Column} ", Dim);
        Part($"{Severity.Word(finding.Severity)} {finding.Id}", severity);
        Line($" {finding.Message}", Plain);

        var excerpt = SourceExcerpt.Of(finding, Math.Max(NarrowestCode, width - Frame));
        Line($"    {excerpt.Gutter} | {excerpt.Code}", Plain);
        Part($"    {new string(' ', excerpt.Gutter.Length)} | ", Plain);
        Line(excerpt.Underline, severity);
        foreach (var place in finding.Related)
        {
            Line($"    see {place.Path}:{place.Line}:{place.Column}", Dim);
        }

        if (finding.HelpLink is { } link)
        {
            Line($"    help: {link}", Dim);
        }

        console.WriteLine();
    }

    private void Notes(ScanResult result)
    {
        foreach (var note in result.Notes)
        {
            Line($"note: {note}", Dim);
        }

        if (result.Baseline is { } baseline)
        {
            Line(BaselineText.Of(baseline), Dim);
        }

        if (!result.Failures.IsEmpty)
        {
            Line($"note: {Count(result.Failures.Length, "exception")} in RedisGuard's own analyzers, findings may be missing; please report: {result.Failures[0].Analyzer}, {result.Failures[0].Exception}", Dim);
        }
    }

    private void SummaryByRule(ScanResult result)
    {
        var titles = result.Rules.ToDictionary(rule => rule.Id, rule => rule.Title.ToString(CultureInfo.InvariantCulture));
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(new TableColumn("Findings").RightAligned()).AddColumn("Rule").AddColumn("Severity").AddColumn("Title");
        foreach (var rule in result.Findings.GroupBy(finding => (finding.Id, finding.Severity)).OrderBy(rule => rule.Key.Id, StringComparer.Ordinal))
        {
            table.AddRow(
                new Text(rule.Count().ToString(CultureInfo.InvariantCulture)),
                new Text(rule.Key.Id, Bold),
                new Text(Severity.Word(rule.Key.Severity), new Style(Severity.Colour(rule.Key.Severity))),
                new Text(titles.GetValueOrDefault(rule.Key.Id, "")));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static string Totals(ScanResult result)
    {
        var files = result.Projects.Sum(project => project.Files);
        var loose = result.Projects.Count(project => project.Mode == LoadMode.Loose);
        var how = loose == 0 ? "" : loose == result.Projects.Length ? ", as loose sources" : $", {loose} of them as loose sources";
        var kind = result.Baseline is null ? "finding" : "new finding";
        var found = result.Findings.IsEmpty ? $"No {kind}s" : Count(result.Findings.Length, kind);
        var unused = result.Projects.Any(static project => project.Analyzed) ? "" : " Nothing here uses StackExchange.Redis.";
        return $"{found} in {Count(files, "file")} of {Count(result.Projects.Length, "project")}{how}.{unused}";
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    // Text, not markup: source code is full of square brackets.
    private void Part(string text, Style style) => console.Write(text, style);

    private void Line(string text, Style style) => console.WriteLine(text, style);
}

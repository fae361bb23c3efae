using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Suppressors;

namespace RedisGuard.Benchmarks.Analyzers;

/// <summary>
/// Counts what the suppressors silence. Of the places that are right and where a generic disposal analyzer reports something of StackExchange.Redis,
/// how many fall silent; and of the faulty ones, which must stay. Places are labelled sites of real repositories, a line up or down, or the
/// lines of marked shapes. A file of a repository is analysed among its project's sources and those that it refers to; what can't be
/// restored is missing there.
/// </summary>
internal static class SuppressorCount
{
    // Off by default, and what the suppressors are about.
    private static readonly ImmutableArray<string> s_netRules = ["CA2000", "CA2213", "CA1001"];

    // These say how else it could be written: seal the type, name the interface, prefer a using.
    private static readonly ImmutableArray<string> s_styles = ["IDISP009", "IDISP017", "IDISP018", "IDISP025", "IDISP026"];

    public static async Task RunAsync(string trees, string labels)
    {
        var analyzers = Analyzers();
        var projects = new LooseProjects();
        var found = new List<(LabelledSite Site, Diagnostic Report)>();
        foreach (var file in LabelledSite.Read(labels, trees).GroupBy(site => site.File))
        {
            foreach (var report in await ReportsIn(file.Key, projects.CompilationOf(file.Key), analyzers).ConfigureAwait(false))
            {
                // A line may have several labels: what is wrong for one rule is wrong.
                var labelled = file.Where(site => Math.Abs(LineOf(report) - site.Line) <= 1).OrderBy(site => site.Verdict, StringComparer.Ordinal).FirstOrDefault();
                found.Add((labelled ?? file.First() with { Line = LineOf(report), Verdict = "beside" }, report));
            }
        }

        Tell(found);
    }

    public static async Task RunAsync(string shapes)
    {
        var analyzers = Analyzers();
        var files = Directory.EnumerateFiles(Path.GetFullPath(shapes), "*.cs", SearchOption.AllDirectories).Order().ToList();
        var compilation = LooseProjects.CompilationOf(files);
        var found = new List<(LabelledSite Site, Diagnostic Report)>();
        foreach (var file in files)
        {
            var lines = await File.ReadAllLinesAsync(file).ConfigureAwait(false);
            foreach (var report in await ReportsIn(file, compilation, analyzers).ConfigureAwait(false))
            {
                found.Add((LabelledSite.OfMark(file, LineOf(report), lines) with { Shown = Path.GetRelativePath(shapes, file) }, report));
            }
        }

        Tell(found);
    }

    private static void Tell(List<(LabelledSite Site, Diagnostic Report)> found)
    {
        var places = found.GroupBy(one => (one.Site.Verdict, one.Site.File, one.Site.Line))
            .Select(place => (place.Key.Verdict, place.First().Site.Shown, place.Key.Line, Reports: place.Select(one => one.Report).ToList()))
            .OrderBy(place => place.Verdict, StringComparer.Ordinal).ThenBy(place => place.Shown, StringComparer.Ordinal)
            .ToList();
        foreach (var (verdict, shown, line, reports) in places)
        {
            Console.WriteLine($"{verdict,-10} {(reports.All(report => report.IsSuppressed) ? "silent " : "flagged")} {shown}:{line} "
                + string.Join(' ', reports.Select(report => report.Id + (report.IsSuppressed ? "-" : string.Empty))));
        }

        var fine = places.Where(place => place.Verdict == "FINE").ToList();
        var silent = fine.Count(place => place.Reports.All(report => report.IsSuppressed));
        Console.WriteLine($"FINE and flagged {fine.Count}, of these silent {silent} ({(double)silent / Math.Max(1, fine.Count):P0}).");
        Console.WriteLine($"BUG and flagged {places.Count(place => place.Verdict == "BUG")}, with a report silenced {places.Count(place => place.Verdict == "BUG" && place.Reports.Any(report => report.IsSuppressed))}.");
    }

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers() =>
    [
        .. AnalyzerCost.PeerAnalyzers(),
        .. NetAnalyzers().Where(analyzer => analyzer.SupportedDiagnostics.Any(rule => s_netRules.Contains(rule.Id))),
        new RedisGuardSuppressor(),
    ];

    private static async Task<ImmutableArray<Diagnostic>> ReportsIn(string file, CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var options = compilation.Options.WithSpecificDiagnosticOptions(s_netRules.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Warn)));
        var tree = compilation.SyntaxTrees.Single(candidate => candidate.FilePath == file);
        var driver = compilation.WithOptions(options).WithAnalyzers(
            analyzers,
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: static (exception, analyzer, _) => Console.Error.WriteLine($"{analyzer.GetType().Name}: {exception.Message}"),
                concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true));
        var model = driver.Compilation.GetSemanticModel(tree);
        var reports = await driver.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None).ConfigureAwait(false);
        return [.. reports.Where(report => (s_netRules.Contains(report.Id) || report.Id.StartsWith("IDISP", StringComparison.Ordinal)) && !s_styles.Contains(report.Id) && ReportedSubject.IsOfLibrary(report, model))];
    }

    private static int LineOf(Diagnostic report) => report.Location.GetLineSpan().StartLinePosition.Line + 1;

    private static ImmutableArray<DiagnosticAnalyzer> NetAnalyzers()
    {
        var folder = typeof(SuppressorCount).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NetAnalyzers").Value!;
        return [.. AnalyzerCost.AnalyzersIn(folder, "Microsoft.CodeAnalysis.NetAnalyzers.dll"), .. AnalyzerCost.AnalyzersIn(folder, "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll")];
    }
}

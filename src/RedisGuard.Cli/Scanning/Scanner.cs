using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Cli.Baselines;
using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Scanning;

/// <summary>Runs analyzers over loaded projects, one project after the other and each on all cores.</summary>
internal sealed class Scanner(ImmutableArray<DiagnosticAnalyzer> analyzers)
{
    /// <param name="tree">What to analyse.</param>
    /// <param name="minimum">The lowest severity taken.</param>
    /// <param name="progress">Is told each step.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <param name="baseline">Files that a baseline names, and its folder; null where none is asked for.</param>
    public async Task<ScanResult> ScanAsync(
        LoadedTree tree, DiagnosticSeverity minimum, IScanProgress progress, CancellationToken cancellation, BaselineScope? baseline = null)
    {
        var findings = new FindingSet(tree.Root, minimum, baseline?.Folder);
        var sources = ImmutableDictionary.CreateBuilder<string, SyntaxTree>();
        var failures = new ConcurrentBag<AnalyzerFailure>();
        var scanned = ImmutableArray.CreateBuilder<ScannedProject>(tree.Projects.Length);
        foreach (var project in tree.Projects)
        {
            progress.Report($"Analysing {project.Name} ({scanned.Count + 1} of {tree.Projects.Length})");
            var compilation = await project.CompileAsync(cancellation).ConfigureAwait(false);
            var analyzed = compilation is not null && LibraryUse.IsVisibleTo(compilation);
            if (analyzed)
                findings.Add(await AnalyseAsync(project, compilation!, failures, cancellation).ConfigureAwait(false), project.Name, compilation!);
            if (baseline is not null && compilation is not null)
                sources.AddRange(baseline.Named(compilation).Where(file => !sources.ContainsKey(file.Key)));

            var path = project.Path is null ? null : Place.RelativePath(tree.Root, project.Path);
            scanned.Add(new ScannedProject(project.Name, path, project.Mode, project.Files, analyzed));
        }

        var rules = analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal);
        return new ScanResult(tree.Root, findings.InOrder(), [.. rules], ScannedProject.Merge(scanned), tree.Notes, [.. failures.Distinct().OrderBy(failure => failure.ToString(), StringComparer.Ordinal)])
        {
            Suppressed = findings.SuppressedInOrder(),
            Sources = sources.ToImmutable(),
        };
    }

    private async Task<ImmutableArray<Diagnostic>> AnalyseAsync(
        LoadedProject project, Compilation compilation, ConcurrentBag<AnalyzerFailure> failures, CancellationToken cancellation)
    {
        var options = new CompilationWithAnalyzersOptions(
            ScanOptions.Of(project),
            onAnalyzerException: (exception, analyzer, _) => failures.Add(new AnalyzerFailure(analyzer.GetType().Name, Describe(exception), project.Name)),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true);
        var run = new CompilationWithAnalyzers(compilation, analyzers, options);
        return await run.GetAnalyzerDiagnosticsAsync(cancellation).ConfigureAwait(false);
    }

    private static string Describe(Exception exception)
    {
        var where = exception.StackTrace?.Split('\n', 2)[0].Trim();
        return $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")} {where}".TrimEnd();
    }
}

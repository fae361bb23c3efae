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
    /// <summary>The IDs of all rules.</summary>
    public ImmutableArray<string> RuleIds => [.. analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static rule => rule.Id).Distinct()];

    /// <param name="tree">What to analyse.</param>
    /// <param name="scope">What is taken of it.</param>
    /// <param name="progress">Is told each step.</param>
    /// <param name="cancellation">Stops the scan.</param>
    public async Task<ScanResult> ScanAsync(LoadedTree tree, ScanScope scope, IScanProgress progress, CancellationToken cancellation)
    {
        var (filter, baseline) = (scope.Filter, scope.Baseline);
        var findings = new FindingSet(tree.Root, scope.Minimum, baseline?.Folder);
        var sources = ImmutableDictionary.CreateBuilder<string, SyntaxTree>();
        var failures = new ConcurrentBag<AnalyzerFailure>();
        var scanned = ImmutableArray.CreateBuilder<ScannedProject>(tree.Projects.Length);
        foreach (var project in tree.Projects)
        {
            progress.Report($"Analysing {project.Name} ({scanned.Count + 1} of {tree.Projects.Length})");
            var compilation = await project.CompileAsync(cancellation).ConfigureAwait(false);
            var analyzed = compilation is not null && LibraryUse.IsVisibleTo(compilation);
            if (analyzed)
            {
                var diagnostics = await AnalyseAsync(project, compilation!, failures, cancellation).ConfigureAwait(false);
                findings.Add([.. diagnostics.Where(diagnostic => filter.Takes(project.Path, diagnostic))], project.Name, compilation!);
            }

            if (baseline is not null && compilation is not null)
            {
                sources.AddRange(baseline.Named(compilation).Where(file => !sources.ContainsKey(file.Key) && filter.TakesFile(project.Path, file.Value.FilePath)));
            }

            var path = project.Path is null ? null : Place.RelativePath(tree.Root, project.Path);
            scanned.Add(new ScannedProject(project.Name, path, project.Mode, project.Files, analyzed));
        }

        var rules = analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(rule => rule.Id).Where(rule => filter.TakesRule(rule.Id)).OrderBy(rule => rule.Id, StringComparer.Ordinal);
        var notes = filter.Note() is { } note ? tree.Notes.Add(note) : tree.Notes;
        return new ScanResult(tree.Root, findings.InOrder(), [.. rules], ScannedProject.Merge(scanned), notes, [.. failures.Distinct().OrderBy(failure => failure.ToString(), StringComparer.Ordinal)])
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

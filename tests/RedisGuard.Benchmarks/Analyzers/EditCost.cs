using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Benchmarks.Analyzers;

/// <summary>
/// Measures what one keystroke costs in an editor: the analysis of one document of a folder, changed a little each round, over what
/// binding that document takes. The compilation around it is known, as it is to an editor.
/// </summary>
internal static class EditCost
{
    private const int WarmUps = 8;
    private const int Rounds = 15;

    public static async Task RunAsync(string folder, string file)
    {
        var sources = AnalyzerCost.SourcesOf(folder);
        var edited = sources.Single(tree => Path.GetFullPath(tree.FilePath) == Path.GetFullPath(file, Path.GetFullPath(folder)));
        Console.WriteLine($"{edited.FilePath}: {(await edited.GetTextAsync().ConfigureAwait(false)).Lines.Count:N0} lines");
        var compilation = AnalyzerCost.Compile(sources);
        var bind = new List<double>();
        var over = new List<double>();
        for (var round = -WarmUps; round < Rounds; round++)
        {
            // A changed line at the top: every position in the document moves, and nothing that was learned of it holds.
            var text = (await edited.GetTextAsync().ConfigureAwait(false)).Replace(new TextSpan(0, 0), $"// {round}{Environment.NewLine}");
            var current = compilation.ReplaceSyntaxTree(edited, edited.WithChangedText(text));
            var tree = current.SyntaxTrees.Single(candidate => candidate.FilePath == edited.FilePath);
            var (reports, bound) = await AnalyzeAsync(current, tree, new NothingAnalyzer()).ConfigureAwait(false);
            Debug.Assert(reports == 0, "An analyzer that does nothing has nothing to report.");
            var fresh = compilation.ReplaceSyntaxTree(edited, edited.WithChangedText(text));
            var (found, analyzed) = await AnalyzeAsync(fresh, fresh.SyntaxTrees.Single(candidate => candidate.FilePath == edited.FilePath), [.. AnalyzerCost.OwnAnalyzers()]).ConfigureAwait(false);
            if (round >= 0)
            {
                bind.Add(bound);
                over.Add(analyzed - bound);
                Console.WriteLine($"round {round + 1,2}: bind {bound,8:N1} ms, over it {analyzed - bound,8:N1} ms, {found} reports");
            }
        }

        Console.WriteLine($"median:   bind {Median(bind),8:N1} ms, over it {Median(over),8:N1} ms; least over it {over.Min():N1} ms");
    }

    private static async Task<(int Reports, double Milliseconds)> AnalyzeAsync(CSharpCompilation compilation, SyntaxTree document, params DiagnosticAnalyzer[] analyzers)
    {
        // What is declared where, an editor knows before it asks anybody.
        _ = compilation.GetTypeByMetadataName("StackExchange.Redis.ConnectionMultiplexer");
        _ = compilation.GlobalNamespace.GetMembers();
        var driver = compilation.WithAnalyzers([.. analyzers], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        var watch = Stopwatch.StartNew();
        var model = compilation.GetSemanticModel(document);
        var reports = await driver.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None).ConfigureAwait(false);
        return (reports.Length, watch.Elapsed.TotalMilliseconds);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Shapes;

/// <summary>The words of the compiler and the rules about a document.</summary>
internal sealed record Verdict(ImmutableArray<Diagnostic> Compiler, ImmutableArray<Diagnostic> Reports)
{
    public static async Task<Verdict> OfAsync(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        var tree = await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken);
        var reports = await Analysis.RunAsync(compilation, AllAnalyzers.Create(), TestContext.Current.CancellationToken);
        return new(
            [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity >= DiagnosticSeverity.Warning)],
            [.. reports.Where(report => report.Location.SourceTree == tree && report.Id.StartsWith("RG", StringComparison.Ordinal))]);
    }

    /// <summary>Finds the words that are new beside another verdict.</summary>
    public IEnumerable<string> Worse(Verdict before) => More(before.Compiler, Compiler).Concat(More(before.Reports, Reports));

    private static IEnumerable<string> More(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after)
    {
        var known = before.CountBy(found => found.Id).ToDictionary();
        return after.GroupBy(found => found.Id)
            .Where(group => group.Count() > known.GetValueOrDefault(group.Key))
            .SelectMany(group => group.Select(found => found.ToString()));
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RedisGuard.CodeFixes.Tests.Shapes;

/// <summary>
/// Fixes a document as <c>dotnet format analyzers</c> does in one run: rule after rule, for each rule provider after provider, in no
/// order of ours. The reports of a rule are taken once, and known by the very project that they were made for; the workspace stands
/// still, so that each action cleans up again what the ones before it changed.
/// </summary>
internal static class FormatRun
{
    public static async Task<Document> OfAsync(Document document)
    {
        foreach (var rule in (await Verdict.OfAsync(document)).Reports.Select(report => report.Id).Distinct())
        {
            var known = (await Verdict.OfAsync(document)).Reports;
            var reports = new Reports(document.Project, known);
            foreach (var provider in Offers.Providers.Reverse().Where(provider => provider.FixableDiagnosticIds.Contains(rule)))
            {
                if (known.Length > 0 && document.Project.Solution.GetDocument(known[0].Location.SourceTree) is { } first)
                {
                    document = (await FixedAsync(first, known[0], provider, rule, reports)).GetDocument(document.Id)!;
                }
            }
        }

        return document;
    }

    private static async Task<Solution> FixedAsync(Document first, Diagnostic report, CodeFixProvider provider, string rule, Reports reports)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        string? key = (await Offers.OfAsync(provider, first, report))?.EquivalenceKey;
        var context = new FixAllContext(first, provider, FixAllScope.Solution, key!, [rule], reports, cancellationToken);
        var action = await provider.GetFixAllProvider()!.GetFixAsync(context);
        Assert.True(action is not null, $"dotnet format would say: Unable to fix {rule}. Code fix {provider.GetType().Name} didn't return a Fix All action.");
        return (await action.GetOperationsAsync(cancellationToken)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    private sealed class Reports(Project reported, IReadOnlyCollection<Diagnostic> reports) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>(project == reported ? reports : []);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
            => (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(report => report.Location.SourceTree?.FilePath == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => GetAllDiagnosticsAsync(project, cancellationToken);
    }
}

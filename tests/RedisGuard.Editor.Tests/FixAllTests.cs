using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.Editor.Tests.Projects;

namespace RedisGuard.Editor.Tests;

/// <summary>«Fix all» of every fix, one after the other as <c>dotnet format analyzers</c> does it, over a project and over a solution.</summary>
[Collection(typeof(WithConsumers))]
public class FixAllTests(OpenedConsumers opened)
{
    [Fact]
    public async Task OverAProject_LeavesNothing_AndTheOthersAlone()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var tool = opened.Project("Tool");

        var changed = await FixAllAsync(opened.Solution, tool.Id, FixAllScope.Project, cancellationToken);

        Assert.Equal([tool.Id], changed.GetChanges(opened.Solution).GetProjectChanges().Select(project => project.ProjectId));
        await VerifyAsync(changed, tool.Id, cancellationToken);
        await ConsumerFiles.ShouldBeAsync("Project", await OpenedConsumers.ChangesAsync(opened.Solution, changed, file: null, cancellationToken), cancellationToken);
    }

    [Fact]
    public async Task OverASolution_LeavesNothingButWhatIsToldInRazorFiles()
    {
        var cancellationToken = TestContext.Current.CancellationToken;

        var changed = await FixAllAsync(opened.Solution, opened.Project("Tool").Id, FixAllScope.Solution, cancellationToken);

        foreach (var project in changed.ProjectIds)
        {
            await VerifyAsync(changed, project, cancellationToken);
        }

        await ConsumerFiles.ShouldBeAsync("Solution", await OpenedConsumers.ChangesAsync(opened.Solution, changed, file: null, cancellationToken), cancellationToken);
    }

    private static async Task VerifyAsync(Solution changed, ProjectId id, CancellationToken cancellationToken)
    {
        var project = changed.GetProject(id)!;
        var left = await OpenedConsumers.ReportsAsync(project, cancellationToken);
        string[] told = [.. left.Where(report => !report.Location.GetMappedLineSpan().Path.EndsWith(".razor", StringComparison.Ordinal)).Select(report => report.ToString())];
        Assert.True(told.Length == 0, string.Join('\n', told));
        await RunningConsumer.RunAsync(project, cancellationToken);
    }

    private async Task<Solution> FixAllAsync(Solution solution, ProjectId start, FixAllScope scope, CancellationToken cancellationToken)
    {
        foreach (var provider in opened.Providers)
        {
            var context = new FixAllContext(
                solution.GetProject(start)!.Documents.First(), provider, scope, provider.GetType().Name[..^"FixProvider".Length], provider.FixableDiagnosticIds, new Reports(), cancellationToken);
            if (await provider.GetFixAllProvider()!.GetFixAsync(context) is { } fix)
            {
                var changes = await fix.GetOperationsAsync(solution, new Progress<CodeAnalysisProgress>(), cancellationToken);
                solution = changes.OfType<ApplyChangesOperation>().Single().ChangedSolution;
            }
        }

        return solution;
    }

    /// <summary>What the analyzers of each project's package report.</summary>
    private sealed class Reports : FixAllContext.DiagnosticProvider
    {
        private readonly Dictionary<ProjectId, IReadOnlyList<Diagnostic>> _known = [];

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await OfAsync(project, cancellationToken);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await OfAsync(document.Project, cancellationToken)).Where(report => report.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        private async Task<IReadOnlyList<Diagnostic>> OfAsync(Project project, CancellationToken cancellationToken)
        {
            if (!_known.TryGetValue(project.Id, out var reports))
            {
                reports = await OpenedConsumers.ReportsAsync(project, cancellationToken);
                _known.Add(project.Id, reports);
            }

            return reports;
        }
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using RedisGuard.Editor.Tests.Projects;

namespace RedisGuard.Editor.Tests.LightBulbs;

/// <summary>Checks a case: its one finding, the choices of the light bulb there, and what each of them leaves.</summary>
internal static class ChoiceVerifier
{
    public static async Task VerifyAsync(OpenedConsumers opened, Case known, CancellationToken cancellationToken)
    {
        var project = opened.Project(known.Project);
        var document = project.Documents.Single(candidate => candidate.Name == known.File);
        var before = await OpenedConsumers.ReportsAsync(project, cancellationToken);
        var tree = await document.GetSyntaxTreeAsync(cancellationToken);
        var report = Assert.Single(before, found => found.Location.SourceTree == tree);
        Assert.Equal(known.Rule, report.Id);

        var offered = await opened.LightBulb.ChoicesAtAsync(document, report.Location.SourceSpan, cancellationToken);

        Assert.Equal(known.Fixes.Order(StringComparer.Ordinal), offered.Select(choice => choice.EquivalenceKey!).Order(StringComparer.Ordinal));
        foreach (var choice in offered)
        {
            var changes = await choice.GetOperationsAsync(project.Solution, new Progress<CodeAnalysisProgress>(), cancellationToken);
            var changed = changes.OfType<ApplyChangesOperation>().Single().ChangedSolution;
            await ConsumerFiles.ShouldBeAsync(
                $"{known.Project}/{known.File}.{choice.EquivalenceKey}", await OpenedConsumers.ChangesAsync(project.Solution, changed, document.Id, cancellationToken), cancellationToken);
            await VerifySilenceAsync(changed.GetProject(project.Id)!, document.Id, before, cancellationToken);
            await RunningConsumer.RunAsync(changed.GetProject(project.Id)!, cancellationToken);
        }
    }

    /// <summary>Nothing is said of the file any more, and nothing new of any other.</summary>
    private static async Task VerifySilenceAsync(Project changed, DocumentId file, IReadOnlyList<Diagnostic> before, CancellationToken cancellationToken)
    {
        var tree = await changed.GetDocument(file)!.GetSyntaxTreeAsync(cancellationToken);
        var left = await OpenedConsumers.ReportsAsync(changed, cancellationToken);

        Assert.DoesNotContain(left, report => report.Location.SourceTree == tree);
        Assert.True(left.Count < before.Count, string.Join('\n', left));
    }
}

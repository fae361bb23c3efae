using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using RedisGuard.Editor.Tests.Projects;

namespace RedisGuard.Editor.Tests;

/// <summary>
/// The packed package in real projects: each squiggle has a light bulb, and every choice of it compiles and leaves the file silent. What the
/// whole compilation decides (RG2001 of a registered type) has no light bulb in an editor: <c>dotnet format</c> fixes it.
/// </summary>
public class LightBulbTests(OpenedConsumers opened) : IClassFixture<OpenedConsumers>
{
    [Theory]
    [InlineData("Tool", "Orders.cs", "RG1001", "Open one connection and share it in the whole project")]
    [InlineData("Tool", "Cache.cs", "RG1006", "Let only one caller open the connection", "Open one connection and share it in the whole project")]
    [InlineData("Tool", "Import.cs", "RG3006", "Release the lock in a finally")]
    [InlineData("Api", "BasketController.cs", "RG1001", "Inject the connection that the application registers", "Open one connection and share it in the whole project")]
    [InlineData("Api", "Connector.cs", "RG5003", "Write it without the password")]
    [InlineData("Worker", "Store.cs", "RG1003", "Close the connection when its owner is disposed")]
    [InlineData("Library", "Orders.cs", "RG1001", "Open one connection and share it in the whole project")]
    [InlineData("Pooled", "Cache.cs", "RG1006", "Take the connection from RedisPool")]
    public async Task EveryChoice_CuresItsFile(string projectName, string file, string rule, params string[] choices)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var project = opened.Solution.Projects.Single(candidate => candidate.Name == projectName);
        var document = project.Documents.Single(candidate => candidate.Name == file);
        var tree = await document.GetSyntaxTreeAsync(cancellationToken);
        var report = Assert.Single(await OpenedConsumers.ReportsAsync(project, cancellationToken), found => found.Location.SourceTree == tree);
        Assert.Equal(rule, report.Id);

        var offered = await opened.LightBulb.ChoicesAtAsync(document, report.Location.SourceSpan, cancellationToken);

        Assert.Equal(choices.Order(StringComparer.Ordinal), offered.Select(choice => choice.Title).Order(StringComparer.Ordinal));
        foreach (var choice in offered)
        {
            var changes = await choice.GetOperationsAsync(project.Solution, new Progress<CodeAnalysisProgress>(), cancellationToken);
            var changed = changes.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
            var changedTree = await changed.GetDocument(document.Id)!.GetSyntaxTreeAsync(cancellationToken);
            Assert.DoesNotContain(await OpenedConsumers.ReportsAsync(changed, cancellationToken), left => left.Location.SourceTree == changedTree);
        }
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RedisGuard.Verification;

/// <summary>Applies a fix to what the analyzers report, as a light bulb does, for tests that go on with its text.</summary>
internal static class AppliedFix
{
    /// <returns>The source after the fix of its first fault that the fix is offered for.</returns>
    public static async Task<string> ToAsync<TFix>(string source, TestSetup setup, Library library)
        where TFix : CodeFixProvider, new()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("Fixed", LanguageNames.CSharp)
            .WithCompilationOptions(setup.CompilationOptions)
            .WithParseOptions(setup.ParseOptions)
            .WithMetadataReferences(setup.ReferencesWith(library));
        var document = project.AddDocument("Program.cs", source);
        var provider = new TFix();
        var reports = await Analysis.RunAsync((await document.Project.GetCompilationAsync(cancellationToken))!, AllAnalyzers.Create(), cancellationToken);
        foreach (var report in reports.Where(report => provider.FixableDiagnosticIds.Contains(report.Id)))
        {
            CodeAction? offered = null;
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offered ??= action, cancellationToken));
            if (offered is not null)
            {
                var changes = await offered.GetOperationsAsync(cancellationToken);
                var changed = changes.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
                return (await changed.GetTextAsync(cancellationToken)).ToString();
            }
        }

        throw new InvalidOperationException($"{typeof(TFix).Name} is offered for none of:\n{string.Join('\n', reports)}");
    }
}

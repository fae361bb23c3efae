using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Sharing;

/// <summary>Fix All over a project of 150 classes that open to four servers: one holder, four connections.</summary>
public class ManyClassesTests
{
    private const int Classes = 150;

    private static readonly TestSetup Setup = new() { Libraries = [Library.Newest] };

    [Theory]
    [InlineData(FixAllScope.Document, 1)]
    [InlineData(FixAllScope.Project, Classes)]
    [InlineData(FixAllScope.Solution, Classes)]
    public async Task FixAll_LeavesOneHolderAndSilence(FixAllScope scope, int fixedFiles)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var project = Many(workspace);
        var provider = new OpenOnceFixProvider();
        var context = new FixAllContext(
            project.Documents.First(document => document.Name == "C0.cs"), provider, scope, nameof(RedisGuard.Analyzers.Rules.Fixes.OpenOnce), ["RG1001"], new FromAnalyzers(), cancellationToken);

        var action = await provider.GetFixAllProvider().GetFixAsync(context);
        var changed = (await action!.GetOperationsAsync(cancellationToken)).OfType<Microsoft.CodeAnalysis.CodeActions.ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;

        Assert.Equal(project.Documents.Count(), changed.Documents.Count());
        var compilation = (await changed.GetCompilationAsync(cancellationToken))!;
        Assert.DoesNotContain(compilation.GetDiagnostics(cancellationToken), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        var texts = await Task.WhenAll(changed.Documents.Select(async document => (document.Name, Text: (await document.GetTextAsync(cancellationToken)).ToString())));
        Assert.Equal(["C0.cs"], texts.Where(file => file.Text.Contains("SemaphoreSlim", StringComparison.Ordinal)).Select(file => file.Name));
        Assert.Equal(fixedFiles, texts.Count(file => file.Text.Contains("RedisConnections.Get", StringComparison.Ordinal) && file.Name.StartsWith('C')));
        Assert.DoesNotContain(texts, file => file.Text.Contains("RedisConnections2", StringComparison.Ordinal));
        if (scope != FixAllScope.Document)
        {
            Assert.Empty(await Analysis.RunAsync(compilation, AllAnalyzers.Create(), cancellationToken));
        }
    }

    private static Project Many(AdhocWorkspace workspace)
    {
        var project = workspace.AddProject("Many", LanguageNames.CSharp)
            .WithCompilationOptions(Setup.CompilationOptions)
            .WithParseOptions(Setup.ParseOptions)
            .WithMetadataReferences(Setup.ReferencesWith(Library.Newest));
        foreach ((string name, string source) in Setup.AmbientFiles)
        {
            project = project.AddDocument(name, source).Project;
        }

        for (int number = 0; number < Classes; number++)
        {
            project = project.AddDocument($"C{number}.cs", $$"""
                using StackExchange.Redis;

                namespace Shop.Part{{number % 10}};

                public class C{{number}}
                {
                    private const string Host = "server{{number % 4}}";

                    public string? Read(string key)
                    {
                        using var connection = ConnectionMultiplexer.Connect(Host);
                        return connection.GetDatabase().StringGet(key);
                    }

                    public async Task WriteAsync(string key)
                    {
                        await using var connection = await ConnectionMultiplexer.ConnectAsync("server{{number % 4}}");
                        await connection.GetDatabase().StringSetAsync(key, 1);
                    }
                }
                """).Project;
        }

        return project;
    }

    private sealed class FromAnalyzers : FixAllContext.DiagnosticProvider
    {
        private ImmutableArray<Diagnostic>? _all;

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            _all ??= await Analysis.RunAsync((await project.GetCompilationAsync(cancellationToken))!, [new RedisGuard.Analyzers.RedisGuardAnalyzer()], cancellationToken);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}

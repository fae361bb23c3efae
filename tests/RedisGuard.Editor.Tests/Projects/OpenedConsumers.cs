using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.MSBuild;
using RedisGuard.Editor.Tests.LightBulbs;
using RedisGuard.Package.Tests.Packing;

namespace RedisGuard.Editor.Tests.Projects;

/// <summary>All consumers in one solution, restored with the packed packages and opened through MSBuild as an editor opens it; once a run.</summary>
public sealed class OpenedConsumers(PackedFeed feed) : IAsyncLifetime
{
    private MSBuildWorkspace? _workspace;

    /// <summary>The solution file.</summary>
    internal string SolutionFile { get; private set; } = null!;

    internal Solution Solution { get; private set; } = null!;

    internal LightBulb LightBulb { get; private set; } = null!;

    /// <summary>The fixes of the package, as the projects brought them.</summary>
    internal IReadOnlyList<CodeFixProvider> Providers { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        string folder = feed.NewFolder("editor");
        SolutionFile = ConsumerFiles.CopyTo(folder, feed.Version);
        (await DotNet.RunAsync(folder, feed.PackagesFolder, "restore", SolutionFile)).ShouldSucceed();

        var host = MefHostServices.Create(MefHostServices.DefaultAssemblies.Append(Assembly.Load("Microsoft.CodeAnalysis.Features")).Append(Assembly.Load("Microsoft.CodeAnalysis.CSharp.Features")).Distinct());
        LightBulb = new LightBulb(host);
        _workspace = MSBuildWorkspace.Create(new Dictionary<string, string> { ["RestorePackagesPath"] = feed.PackagesFolder }, host);
        Solution = await _workspace.OpenSolutionAsync(SolutionFile, cancellationToken: cancellationToken);
        Providers = [.. ProvidersOf(Project("Tool"))];
    }

    public ValueTask DisposeAsync()
    {
        _workspace?.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Project Project(string name) => Solution.Projects.Single(project => project.Name == name);

    /// <summary>What RedisGuard says of a project, by the analyzers that its package brought. What the compiler says fails the test.</summary>
    internal static async Task<IReadOnlyList<Diagnostic>> ReportsAsync(Project project, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        Assert.DoesNotContain(compilation.GetDiagnostics(cancellationToken), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal));
        var analyzers = Own(project).SelectMany(reference => reference.GetAnalyzers(LanguageNames.CSharp)).ToList();
        Assert.NotEmpty(analyzers);
        var options = new CompilationWithAnalyzersOptions(project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var reports = await compilation.WithAnalyzers([.. analyzers], options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. reports.Where(report => report.Id.StartsWith("RG", StringComparison.Ordinal) && report.Location.IsInSource)];
    }

    /// <summary>What a fix changed, the changed file first, the others under their names.</summary>
    internal static async Task<string> ChangesAsync(Solution before, Solution after, DocumentId? file, CancellationToken cancellationToken)
    {
        var changed = after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments().Concat(project.GetAddedDocuments()));
        var texts = new List<string>();
        foreach (var document in changed.Select(id => after.GetDocument(id)!).OrderBy(document => document.Id != file).ThenBy(document => $"{document.Project.Name}/{document.Name}", StringComparer.Ordinal))
        {
            string text = (await document.GetTextAsync(cancellationToken)).ToString();
            texts.Add(document.Id == file ? text : $"// ---- {document.Project.Name}/{document.Name}\n{text}");
        }

        return string.Join('\n', texts);
    }

    private static IEnumerable<AnalyzerReference> Own(Project project)
        => project.AnalyzerReferences.Where(reference => reference.Display?.StartsWith("RedisGuard", StringComparison.Ordinal) == true);

    private static IEnumerable<CodeFixProvider> ProvidersOf(Project project)
        => Own(project).OfType<AnalyzerFileReference>()
            .SelectMany(reference => reference.GetAssembly().GetExportedTypes())
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!);
}

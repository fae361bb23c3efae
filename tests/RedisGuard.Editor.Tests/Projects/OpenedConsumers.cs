using System.Reflection;
using Microsoft.CodeAnalysis;
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

    internal Solution Solution { get; private set; } = null!;

    internal LightBulb LightBulb { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        string folder = feed.NewFolder("editor");
        foreach (var consumer in Consumers.All)
        {
            string own = Directory.CreateDirectory(Path.Combine(folder, consumer.Name)).FullName;
            await File.WriteAllTextAsync(Path.Combine(own, $"{consumer.Name}.csproj"), consumer.Head.Replace("PACKED", feed.Version, StringComparison.Ordinal), cancellationToken);
            foreach (var file in consumer.Files)
            {
                await File.WriteAllTextAsync(Path.Combine(own, file.Key), file.Value, cancellationToken);
            }
        }

        string solution = Path.Combine(folder, "All.slnx");
        await File.WriteAllTextAsync(
            solution, $"<Solution>{string.Concat(Consumers.All.Select(consumer => $"<Project Path=\"{consumer.Name}/{consumer.Name}.csproj\" />"))}</Solution>", cancellationToken);
        (await DotNet.RunAsync(folder, feed.PackagesFolder, "restore", solution)).ShouldSucceed();

        var host = MefHostServices.Create(MefHostServices.DefaultAssemblies.Append(Assembly.Load("Microsoft.CodeAnalysis.Features")).Append(Assembly.Load("Microsoft.CodeAnalysis.CSharp.Features")).Distinct());
        LightBulb = new LightBulb(host);
        _workspace = MSBuildWorkspace.Create(new Dictionary<string, string> { ["RestorePackagesPath"] = feed.PackagesFolder }, host);
        Solution = await _workspace.OpenSolutionAsync(solution, cancellationToken: cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _workspace?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What RedisGuard says of a project, by the analyzers that its package brought.</summary>
    internal static async Task<IReadOnlyList<Diagnostic>> ReportsAsync(Project project, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        Assert.DoesNotContain(compilation.GetDiagnostics(cancellationToken), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal));
        var analyzers = project.AnalyzerReferences.Where(reference => reference.Display?.StartsWith("RedisGuard", StringComparison.Ordinal) == true).SelectMany(reference => reference.GetAnalyzers(LanguageNames.CSharp)).ToList();
        Assert.NotEmpty(analyzers);
        var options = new CompilationWithAnalyzersOptions(project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var reports = await compilation.WithAnalyzers([.. analyzers], options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. reports.Where(report => report.Id.StartsWith("RG", StringComparison.Ordinal) && report.Location.IsInSource)];
    }
}

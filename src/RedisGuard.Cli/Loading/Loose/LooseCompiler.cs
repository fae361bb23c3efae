using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Cli.Loading.Loose.Projects;
using RedisGuard.Cli.Loading.Razor;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>Compiles loose projects, each once, against the frameworks, the library and each other.</summary>
internal sealed class LooseCompiler(ReferenceAssemblies references, AnalyzerConfigs configs)
{
    private readonly ConcurrentDictionary<LooseProject, CSharpCompilation> _compilations = [];

    private readonly ConcurrentDictionary<LooseProject, HashSet<string>> _exposed = [];

    public CSharpCompilation Compile(LooseProject project, CancellationToken cancellation) => Compile(project, [], cancellation);

    /// <summary>Whether the project names the library, or something through which another project hands it out.</summary>
    public bool Touches(LooseProject project, CancellationToken cancellation)
    {
        if (project.NamesLibrary)
        {
            return true;
        }

        // A name counts also where the project between that hands it on wouldn't count by itself: too much costs only time.
        var names = project.Dependencies
            .Where(dependency => dependency.ReachesLibrary)
            .SelectMany(dependency => _exposed.GetOrAdd(dependency, _ => LibraryExposure.Names(Compile(dependency, cancellation), cancellation)))
            .ToHashSet(StringComparer.Ordinal);
        return names.Count > 0 && project.Sources.AsParallel().WithCancellation(cancellation).Any(source => Identifiers.ContainAny(source.Bytes.Span, names));
    }

    /// <param name="project">What is compiled.</param>
    /// <param name="pending">The projects whose references are being compiled: people do write circles.</param>
    /// <param name="cancellation">Stops parsing.</param>
    private CSharpCompilation Compile(LooseProject project, ImmutableHashSet<LooseProject> pending, CancellationToken cancellation)
    {
        if (_compilations.TryGetValue(project, out var known))
        {
            return known;
        }

        pending = pending.Add(project);
        var dependencies = project.Dependencies.Where(dependency => !pending.Contains(dependency)).ToArray();
        var compilation = CSharpCompilation.Create(
            project.File.AssemblyName,
            Trees(project, cancellation),
            [
                .. references.Frameworks,
                // Sources of the library in the tree stand in for its assembly.
                .. project.ReachesLibrary && !project.IsLibrary && !dependencies.Any(dependency => dependency.IsLibrary) ? references.Library : [],
                .. dependencies.Select(dependency => Compile(dependency, pending, cancellation).ToMetadataReference()),
            ],
            Options(project.File));
        if (!project.File.RazorFiles.IsEmpty && RazorGenerator.Installed is { } razor)
        {
            compilation = razor.AddTo(compilation, project.File.RazorFiles, project.File.Folder, project.File.BuildProperties["RootNamespace"], cancellation);
        }

        // Inside a circle a reference is missing, and which one depends on where the walk began: such a result isn't kept.
        return dependencies.Length == project.Dependencies.Length ? _compilations.GetOrAdd(project, compilation) : compilation;
    }

    private CSharpCompilationOptions Options(ProjectFile file) => new CSharpCompilationOptions(
        file.OutputKind,
        allowUnsafe: true,
        nullableContextOptions: file.Nullable,
        concurrentBuild: true,
        specificDiagnosticOptions: file.Severities,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default)
        .WithSyntaxTreeOptionsProvider(new ConfiguredSeverities(configs.For(file)));

    private static List<SyntaxTree> Trees(LooseProject project, CancellationToken cancellation)
    {
        var options = new CSharpParseOptions(project.File.LanguageVersion, DocumentationMode.None, SourceCodeKind.Regular, project.File.Symbols);
        var trees = project.Sources.AsParallel().AsOrdered().WithCancellation(cancellation).Select(source => (SyntaxTree)source.Parse(options, cancellation)).ToList();
        if (Generated(project.File) is { Length: > 0 } text)
        {
            // In obj and called .g.cs, as the SDK's own: no rule reports into it.
            var path = Path.Combine(project.File.Folder, "obj", $"{project.File.Name}.GlobalUsings.g.cs");
            trees.Add(CSharpSyntaxTree.ParseText(text, options, path, Encoding.UTF8, cancellation));
        }

        return trees;
    }

    private static string Generated(ProjectFile file) => string.Join(
        '\n',
        [
            .. file.GlobalUsings,
            .. file.InternalsVisibleTo.Select(friend => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo({SymbolDisplay.FormatLiteral(friend, quote: true)})]"),
        ]);
}

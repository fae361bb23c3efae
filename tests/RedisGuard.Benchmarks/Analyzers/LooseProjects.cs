using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Benchmarks.Analyzers;

/// <summary>Compilations of projects that aren't restored: their sources, those of the projects that they refer to, the frameworks, and the library.</summary>
internal sealed partial class LooseProjects
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    private const string WebUsings = """
        global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;
        """;

    private static readonly CSharpParseOptions s_parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview)
        .WithPreprocessorSymbols("NET", "NETCOREAPP", "NETCOREAPP3_1_OR_GREATER", "NET5_0_OR_GREATER", "NET6_0_OR_GREATER", "NET7_0_OR_GREATER", "NET8_0_OR_GREATER", "NET8_0");

    private readonly Dictionary<string, CSharpCompilation> _known = [];

    public CSharpCompilation CompilationOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        while (ProjectIn(folder) is null && Path.GetDirectoryName(folder) is { } outer)
        {
            folder = outer;
        }

        // What several projects share lies in none of them: by itself, with what lies beside it.
        return ProjectIn(folder) is { } project ? Compile(project) : Compile(file, string.Empty, SourcesIn(Path.GetDirectoryName(file)!));
    }

    /// <summary>Sources that are a project by themselves.</summary>
    public static CSharpCompilation CompilationOf(IReadOnlyList<string> files) => new LooseProjects().Compile(files[0], string.Empty, files);

    private static string? ProjectIn(string folder) => Directory.EnumerateFiles(folder, "*.csproj").Order().FirstOrDefault();

    private CSharpCompilation Compile(string project)
    {
        if (_known.TryGetValue(project, out var known))
        {
            return known;
        }

        return Compile(project, File.ReadAllText(project), SourcesIn(Path.GetDirectoryName(project)!));
    }

    private CSharpCompilation Compile(string project, string text, IEnumerable<string> sources)
    {
        var trees = sources.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), s_parsing, file)).ToList();
        if (text.Contains("ImplicitUsings", StringComparison.Ordinal) || text.Contains("net8.0", StringComparison.Ordinal) || text.Contains("net9.0", StringComparison.Ordinal))
        {
            trees.Add(CSharpSyntaxTree.ParseText(ImplicitUsings + (text.Contains(".Web", StringComparison.Ordinal) ? WebUsings : string.Empty), s_parsing));
        }

        var isProgram = trees.Any(tree => tree.GetRoot() is CompilationUnitSyntax unit && unit.Members.OfType<GlobalStatementSyntax>().Any());
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(project),
            trees,
            [.. Frameworks, .. ReferencesOf(project, text).Select(reference => Compile(reference).ToMetadataReference())],
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, concurrentBuild: false));
        _known[project] = compilation;
        return compilation;
    }

    private static IEnumerable<string> ReferencesOf(string project, string text)
        => ProjectReference().Matches(text)
            .Select(match => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, match.Groups[1].Value.Replace('\\', '/'))))
            .Where(File.Exists);

    /// <summary>Lists the files of a folder that belong to no other project beneath it.</summary>
    private static IEnumerable<string> SourcesIn(string folder)
        => Directory.EnumerateFiles(folder, "*.cs").Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => Path.GetFileName(inner) is not ("bin" or "obj" or "node_modules") && ProjectIn(inner) is null)
            .SelectMany(SourcesIn));

    private static ImmutableArray<MetadataReference> Frameworks { get; } =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Concat(WebFramework())
            .Where(IsManaged)
            .Append(typeof(StackExchange.Redis.ConnectionMultiplexer).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static IEnumerable<string> WebFramework()
    {
        var runtime = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var web = Path.Combine(runtime.Parent!.Parent!.FullName, "Microsoft.AspNetCore.App", runtime.Name);
        return Directory.Exists(web) ? Directory.EnumerateFiles(web, "*.dll") : [];
    }

    private static bool IsManaged(string path)
        => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "WindowsBase.dll")
            && !name.EndsWith(".Native.dll", StringComparison.Ordinal);

    [GeneratedRegex("<ProjectReference\\s+Include=\"([^\"]+)\"")]
    private static partial Regex ProjectReference();
}

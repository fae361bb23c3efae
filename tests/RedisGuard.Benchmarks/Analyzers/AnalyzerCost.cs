using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers;

namespace RedisGuard.Benchmarks.Analyzers;

/// <summary>
/// Measures what the analyzers cost on a folder of real sources, beside binding the same sources and beside IDisposableAnalyzers in
/// the same run. Times are the compiler's own account, an analyzer at a time, one thread.
/// </summary>
internal static class AnalyzerCost
{
    private const int Rounds = 5;

    public static async Task RunAsync(string folder)
    {
        var sources = SourcesOf(folder);

        var own = OwnAnalyzers();
        var peers = PeerAnalyzers();
        Console.WriteLine($"{"",-10}{"bind ms",10}{"RedisGuard ms",16}{"of bind",10}{"IDisposableAnalyzers ms",26}{"ratio",10}");
        for (var round = 1; round <= Rounds; round++)
        {
            var bind = Bind(sources);

            // What was bound is garbage now. Left to lie about, it would make each collection longer for who comes second.
            GC.Collect();

            // A fresh compilation, so that nothing is bound yet for anybody. What is declared where, binding needs as well:
            // the analyzer that happens to ask first isn't to pay for it.
            var fresh = Compile(sources);
            _ = fresh.GetTypeByMetadataName("StackExchange.Redis.ConnectionMultiplexer");
            var driver = fresh.WithAnalyzers(
                [.. own, .. peers],
                new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: Fail, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
            var reports = await driver.GetAnalyzerDiagnosticsAsync().ConfigureAwait(false);
            var ours = await TimeOfAsync(driver, own).ConfigureAwait(false);
            var theirs = await TimeOfAsync(driver, peers).ConfigureAwait(false);
            Console.WriteLine(
                $"{"round " + round,-10}{bind.TotalMilliseconds,10:N0}{ours.TotalMilliseconds,16:N1}{ours / bind,10:P2}{theirs.TotalMilliseconds,26:N1}{ours / theirs,10:N3}"
                + $"   {reports.Count(report => report.Id.StartsWith("RG", StringComparison.Ordinal))} RG reports");
        }
    }

    private static TimeSpan Bind(ImmutableArray<SyntaxTree> sources)
    {
        var compilation = Compile(sources);
        var watch = Stopwatch.StartNew();
        _ = compilation.GetDiagnostics();
        return watch.Elapsed;
    }

    public static ImmutableArray<SyntaxTree> SourcesOf(string folder)
    {
        var sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview), file))
            .ToImmutableArray();
        Console.WriteLine($"{sources.Length} files, {sources.Sum(tree => tree.GetText().Lines.Count):N0} lines");
        return sources;
    }

    public static CSharpCompilation Compile(IEnumerable<SyntaxTree> sources)
        => CSharpCompilation.Create(
            "Measured",
            sources,
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, concurrentBuild: false));

    public static ImmutableArray<DiagnosticAnalyzer> OwnAnalyzers() => AnalyzersOf(typeof(RedisGuardAnalyzer).Assembly);

    private static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
                || name is "StackExchange.Redis.dll" or "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static ImmutableArray<DiagnosticAnalyzer> PeerAnalyzers()
        => AnalyzersIn(typeof(AnalyzerCost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "IDisposableAnalyzers").Value!, "IDisposableAnalyzers.dll");

    public static ImmutableArray<DiagnosticAnalyzer> AnalyzersIn(string folder, string assembly)
    {
        // Its helper assemblies lie beside it.
        AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) => File.Exists(Path.Combine(folder, new AssemblyName(wanted.Name).Name + ".dll"))
            ? Assembly.LoadFrom(Path.Combine(folder, new AssemblyName(wanted.Name).Name + ".dll"))
            : null;
        return AnalyzersOf(Assembly.LoadFrom(Path.Combine(folder, assembly)));
    }

    private static ImmutableArray<DiagnosticAnalyzer> AnalyzersOf(Assembly assembly)
        => [.. assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!)];

    private static async Task<TimeSpan> TimeOfAsync(CompilationWithAnalyzers driver, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var sum = TimeSpan.Zero;
        foreach (var analyzer in analyzers)
        {
            sum += (await driver.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None).ConfigureAwait(false)).ExecutionTime;
        }

        return sum;
    }

    private static void Fail(Exception exception, DiagnosticAnalyzer analyzer, Diagnostic diagnostic)
        => Console.Error.WriteLine($"{analyzer.GetType().Name}: {exception.Message}");
}

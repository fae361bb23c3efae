using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Tests.Samples;

/// <summary>Results as a scan would give them, for the tests of reports.</summary>
internal static class Results
{
    public static string Root { get; } = Path.Combine(Path.GetTempPath(), "shop");

    public static Finding Finding(string path = "src/Shop.cs", int line = 7, string source = "        var mux = ConnectionMultiplexer.Connect(\"[red]\");", DiagnosticSeverity severity = DiagnosticSeverity.Warning) => new(
        OpensAnalyzer.Rule.Id,
        severity,
        new Place(path, line, 19, line, 49),
        "'Connect' opens a connection",
        "https://example.org/TS0001",
        "Shop",
        source,
        [new Place("src/Other.cs", 3, 5, 3, 9)]);

    public static ScanResult Of(params Finding[] findings) => new(
        Root,
        [.. findings],
        [OpensAnalyzer.Rule],
        [new ScannedProject("Shop", "src/Shop.csproj", LoadMode.Loose, 12, Analyzed: true)],
        ["a note"],
        []);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit.Sdk;

namespace RedisGuard.Verification;

/// <summary>All analyzers over plain sources, for checks that the testing library has no form for.</summary>
internal static class Analysis
{
    public static CSharpCompilation Compile(string source, TestSetup setup, Library library) => CSharpCompilation.Create(
        "Tested",
        [
            Parse(source, setup),
            .. setup.Files.Concat(setup.AmbientFiles).Select(file => Parse(Markup.Remove(file.Source), setup, file.Name)),
        ],
        setup.ReferencesWith(library),
        setup.CompilationOptions);

    public static SyntaxTree Parse(string source, TestSetup setup, string path = "Test0.cs") =>
        CSharpSyntaxTree.ParseText(source, setup.ParseOptions, path);

    /// <summary>What the analyzers report; an exception inside one of them is thrown on, with its stack.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(
        Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken, string? leaks = null)
    {
        if (analyzers.IsEmpty)
        {
            return [];
        }

        Exception? thrown = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(leaks is null ? [] : [new LeakReportText(leaks)]),
            onAnalyzerException: (exception, analyzer, _) => thrown ??= new XunitException($"{analyzer.GetType().Name} threw: {exception}", exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return thrown is null ? diagnostics : throw thrown;
    }
}

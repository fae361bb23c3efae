using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace RedisGuard.Verification;

/// <summary>One source under one analyzer with one library version.</summary>
internal sealed class RedisAnalyzerTest<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    private readonly TestSetup setup;

    public RedisAnalyzerTest(string source, TestSetup setup, Library library)
    {
        this.setup = setup;
        TestCode = source;
        TestState.Apply(setup, library);
        if (setup.Broken)
        {
            CompilerDiagnostics = CompilerDiagnostics.None;
        }
    }

    protected override ParseOptions CreateParseOptions() => setup.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() => setup.CompilationOptions;
}

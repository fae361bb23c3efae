using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace RedisGuard.Verification;

/// <summary>One fix of one source with one library version; what it leaves must compile without a warning.</summary>
internal sealed class RedisCodeFixTest<TFix> : CSharpCodeFixTest<EveryConnect, TFix, DefaultVerifier>
    where TFix : CodeFixProvider, new()
{
    private readonly FixSetup _setup;

    public RedisCodeFixTest(string before, string after, string fix, FixSetup setup, Library library)
    {
        _setup = setup;
        TestCode = before;
        FixedCode = after;
        CodeActionEquivalenceKey = fix;
        CodeFixTestBehaviors = setup.Behaviors;
        TestState.Apply(setup.Sources, library);
        FixedState.Apply(setup.Sources with { Files = setup.FixedFiles.IsEmpty ? setup.Sources.Files : setup.FixedFiles }, library);
        // A rule may have several wordings under one id; the markup means the id.
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
        FixedState.MarkupHandling = MarkupMode.Allow;
        CompilerDiagnostics = setup.Sources.Broken ? CompilerDiagnostics.None : CompilerDiagnostics.Warnings;
        if (setup.AfterFixAll is { } batch)
        {
            if (batch == before)
            {
                // The testing library takes a Fix All that changes nothing for a mistake; FixVerifier looks at it instead.
                CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllCheck;
                return;
            }

            BatchFixedCode = batch;
            BatchFixedState.MarkupHandling = MarkupMode.Allow;
            BatchFixedState.Apply(setup.Sources, library);
        }
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => _setup.Analyzers;

    protected override ParseOptions CreateParseOptions() => _setup.Sources.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() => _setup.Sources.CompilationOptions;
}

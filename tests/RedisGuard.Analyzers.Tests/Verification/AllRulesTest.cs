using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace RedisGuard.Verification;

/// <summary>One source under every analyzer with one library version.</summary>
internal sealed class AllRulesTest : CSharpAnalyzerTest<EmptyDiagnosticAnalyzer, DefaultVerifier>
{
    private readonly TestSetup setup;

    public AllRulesTest(string source, TestSetup setup, Library library)
    {
        this.setup = setup;
        TestCode = source;

        // A rule may have a descriptor for each form of its message; tests of messages spell them out.
        MarkupOptions = MarkupOptions.UseFirstDescriptor;

        // Twice the work for what one test of generated code tells.
        TestBehaviors = TestBehaviors.SkipGeneratedCodeCheck;
        TestState.Apply(setup, library);
        if (!setup.BlockingWaits)
        {
            DisabledDiagnostics.Add("RG4004");
        }

        if (setup.Broken)
        {
            CompilerDiagnostics = CompilerDiagnostics.None;
        }
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => AllAnalyzers.Create();

    protected override ParseOptions CreateParseOptions() => setup.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() => setup.CompilationOptions;
}

using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Latest.Tests;

/// <summary>This project really runs on a compiler that knows C# 13 and 14.</summary>
public class CompilerTests
{
    [Theory]
    [InlineData("class C { int P { get => field; set => field = value; } }")]
    [InlineData("static class E { extension(string s) { public int Twice => s.Length * 2; } }")]
    [InlineData("partial class P { public partial int Q { get; } public partial int Q => 1; }")]
    public void NewestLanguage_Compiles(string source)
    {
        var setup = new TestSetup();
        var errors = Analysis.Compile(source, setup, Library.Newest)
            .GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        Assert.Empty(errors);
    }
}

using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace RedisGuard.Verification;

/// <summary>Checks what an analyzer reports. Expected reports are marked in the source: <c>[|…|]</c> or <c>{|RG1001:…|}</c>.</summary>
internal static class RedisVerifier<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    public static Task VerifyAsync(string source, TestSetup? setup = null, params DiagnosticResult[] expected)
    {
        setup ??= new();
        return EachLibrary.RunAsync(setup, async library =>
        {
            var test = new RedisAnalyzerTest<TAnalyzer>(source, setup, library);
            test.ExpectedDiagnostics.AddRange(expected);
            await test.RunAsync(TestContext.Current.CancellationToken);
        });
    }

    /// <summary>The source compiles but references no StackExchange.Redis, so nothing may be reported.</summary>
    public static Task VerifyWithoutLibraryAsync(string source) =>
        VerifyAsync(source, new() { Libraries = [Library.None] });
}

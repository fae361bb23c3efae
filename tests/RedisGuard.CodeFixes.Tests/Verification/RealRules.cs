using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.CodeFixes;

namespace RedisGuard.Verification;

/// <summary>A fix on what RedisGuard's analyzers report themselves, for fixes that look further than the connecting call.</summary>
internal static class RealRules<TFix>
    where TFix : CodeFixProvider, new()
{
    private static readonly FixSetup Setup = new() { Analyzers = AllAnalyzers.Create() };

    public static Task VerifyAsync(string before, string after, TestSetup? sources = null, params string[] remaining) =>
        FixVerifier<TFix>.VerifyAsync(before, after, Setup with { Sources = sources ?? new(), Remaining = [.. remaining] });

    /// <param name="before">The source.</param>
    /// <param name="after">The source as the fix leaves it.</param>
    /// <param name="gone">Comments about code that the fix removes.</param>
    /// <param name="sources">How they are compiled.</param>
    public static Task VerifyWithoutAsync(string before, string after, string[] gone, TestSetup? sources = null) =>
        FixVerifier<TFix>.VerifyAsync(before, after, Setup with { Sources = sources ?? new(), GoneComments = [.. gone] });

    public static Task VerifyNotOfferedAsync(string source, TestSetup? sources = null) =>
        FixVerifier<TFix>.VerifyNotOfferedAsync(source, Setup with { Sources = sources ?? new() });
}

using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace RedisGuard.Verification;

/// <summary>
/// Cuts a source off at its tokens, as an editor sees it while it is typed, and runs all analyzers over each piece: none
/// may throw. Environment variable <c>REDISGUARD_CUTS=all</c> cuts at each token; otherwise at up to
/// <see cref="UsualCuts"/> of them, spread evenly, since every cut is a compilation.
/// </summary>
internal static class Truncation
{
    private const int UsualCuts = 16;

    private static readonly bool CutAtEveryToken = Environment.GetEnvironmentVariable("REDISGUARD_CUTS") == "all";

    public static async Task VerifyAsync(string source, TestSetup? setup = null)
    {
        setup ??= new() { Pool = true, OutputKind = OutputKind.ConsoleApplication };
        string plain = Markup.Remove(source);
        var library = setup.Libraries[^1];
        var whole = Analysis.Compile(plain, setup, library);
        var tree = whole.SyntaxTrees[0];
        var cancellationToken = TestContext.Current.CancellationToken;
        foreach (int length in Cuts(await tree.GetRootAsync(cancellationToken)))
        {
            string piece = plain[..length];
            var compilation = whole.ReplaceSyntaxTree(tree, Analysis.Parse(piece, setup));
            try
            {
                await Analysis.RunAsync(compilation, AllAnalyzers.Create(), cancellationToken);
            }
            catch (XunitException thrown)
            {
                throw new XunitException($"{thrown.Message}\n\non this source, cut off after {length} characters:\n{piece}", thrown);
            }
        }
    }

    private static IEnumerable<int> Cuts(SyntaxNode root)
    {
        int[] ends = [.. root.DescendantTokens().Select(token => token.Span.End).Distinct()];
        int step = CutAtEveryToken ? 1 : Math.Max(1, ends.Length / UsualCuts);

        // Sources of different lengths are cut in different places of the shapes they share.
        return ends.Where((_, index) => index % step == ends.Length % step);
    }
}

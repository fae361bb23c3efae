using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes;
using RedisGuard.CodeFixes.Sharing;

namespace RedisGuard.Verification;

/// <summary>
/// Checks a fix: the source before, with the calls marked, and after. The fix is applied alone and by Fix All in document, project
/// and solution; what it leaves compiles without a warning, every rule of RedisGuard is silent on it, and its comments are there.
/// </summary>
internal static class FixVerifier<TFix>
    where TFix : CodeFixProvider, new()
{
    private static string Fix => typeof(TFix).Name[..^"FixProvider".Length];

    public static Task VerifyAsync(string before, string after, FixSetup? setup = null)
    {
        setup = Complete(setup);
        FixedText.Verify(Markup.Remove(before), Markup.Remove(after), setup.GoneComments);
        if (typeof(TFix) == typeof(OpenOnceFixProvider))
        {
            after = WithHolder(after, setup.Sources);
        }

        return EachLibrary.RunAsync(setup.Sources, async library =>
        {
            await new RedisCodeFixTest<TFix>(before, after, Fix, setup, library).RunAsync(TestContext.Current.CancellationToken);
            await VerifySilenceAsync(after, setup, library);
        });
    }

    /// <summary>The diagnostic names the fix, and the fix still has the sense not to offer it.</summary>
    public static Task VerifyNotOfferedAsync(string source, FixSetup? setup = null)
    {
        setup = Complete(setup);
        return EachLibrary.RunAsync(setup.Sources, async library =>
        {
            var test = new RedisCodeFixTest<TFix>(source, source, Fix, setup, library);
            await test.RunAsync(TestContext.Current.CancellationToken);
        });
    }

    /// <summary>A source with the project's connections at its end, as the fix adds them.</summary>
    private static string WithHolder(string source, TestSetup sources)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot(TestContext.Current.CancellationToken);
        SyntaxNode scope = root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault() ?? root;
        bool usings = sources.AmbientFiles.Any();
        return root.ReplaceNode(scope, ConnectionsHolder.AddTo(scope, name => IsKnown(name) ? name[(name.LastIndexOf('.') + 1)..] : name)).ToFullString();

        bool IsKnown(string name) => name.StartsWith("StackExchange", StringComparison.Ordinal)
            ? source.Contains("using StackExchange.Redis;", StringComparison.Ordinal)
            : name.Contains("Concurrent", StringComparison.Ordinal) ? source.Contains("using System.Collections.Concurrent;", StringComparison.Ordinal)
            : usings;
    }

    private static FixSetup Complete(FixSetup? setup)
    {
        setup ??= new();
        bool pool = setup.Sources.Pool || typeof(TFix) == typeof(PoolFixProvider);
        return setup with
        {
            Sources = setup.Sources with { Pool = pool },
            Analyzers = setup.Analyzers.IsEmpty ? [new EveryConnect(setup.Fixes ?? Fix)] : setup.Analyzers,
        };
    }

    private static async Task VerifySilenceAsync(string after, FixSetup setup, Library library)
    {
        var sources = setup.FixedFiles.IsEmpty ? setup.Sources : setup.Sources with { Files = setup.FixedFiles };
        var compilation = Analysis.Compile(Markup.Remove(after), sources, library);
        var reports = await Analysis.RunAsync(compilation, AllAnalyzers.Create(), TestContext.Current.CancellationToken);
        string[] found = [.. reports.Where(d => d.Id.StartsWith("RG", StringComparison.Ordinal)).Select(d => d.Id).Order(StringComparer.Ordinal)];
        Assert.True(
            found.SequenceEqual(setup.Remaining.Order(StringComparer.Ordinal), StringComparer.Ordinal),
            $"On the fixed source the rules report:\n{string.Join('\n', reports)}\nexpected: {string.Join(", ", setup.Remaining)}");
    }
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Shapes;

/// <summary>
/// All findings in the shapes, without the pool and with it: each names its cure, and what a fix makes of it compiles, leaves nothing
/// lying about, and is no new finding.
/// </summary>
public partial class EveryFindingTests
{
    private const string Prefix = "shapes/";
    private const string Support = "Support.cs";

    private static readonly ImmutableArray<CodeFixProvider> Providers =
    [
        .. typeof(PoolFixProvider).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    public static TheoryData<string> Files =>
        [.. typeof(EveryFindingTests).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Where(name => name != Support)];

    [Theory]
    [MemberData(nameof(Files))]
    public Task WithoutThePool_EachFindingNamesItsCure_AndEachFixIsWhole(string file) => VerifyAsync(file, pool: false);

    [Theory]
    [MemberData(nameof(Files))]
    public Task WithThePool_EachFindingNamesItsCure_AndEachFixIsWhole(string file) => VerifyAsync(file, pool: true);

    private static async Task VerifyAsync(string file, bool pool)
    {
        var setup = new TestSetup { ImplicitUsings = false, Pool = pool };
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("Shapes", LanguageNames.CSharp)
            .WithCompilationOptions(setup.CompilationOptions)
            .WithParseOptions(setup.ParseOptions)
            .WithMetadataReferences(setup.ReferencesWith(Library.Newest))
            .AddDocument(Support, Source(Support)).Project;
        var document = project.AddDocument("Shape.cs", Source(file));
        var before = await Verdict.OfAsync(document);
        foreach (var report in before.Reports)
        {
            Assert.Matches(Cure(), report.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
            foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(report.Id)))
            {
                if (await AppliedAsync(provider, document, report) is { } changed)
                {
                    await VerifyAsync(document, before, changed, $"{provider.GetType().Name} of {report}");
                }
            }
        }
    }

    private static async Task VerifyAsync(Document document, Verdict before, Document changed, string fix)
    {
        var after = await Verdict.OfAsync(changed);
        string[] worse = [.. after.Worse(before)];
        string[] flaws = [.. FixedText.Flaws(await TextOf(document), await TextOf(changed))];
        Assert.True(worse.Length == 0 && flaws.Length == 0, $"{fix}\nbrings:\n{string.Join('\n', worse.Concat(flaws))}\n{await TextOf(changed)}");
        Assert.True(after.Reports.Length < before.Reports.Length, $"{fix}\ncures nothing:\n{await TextOf(changed)}");
    }

    private static async Task<Document?> AppliedAsync(CodeFixProvider provider, Document document, Diagnostic report)
    {
        CodeAction? offered = null;
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offered ??= action, TestContext.Current.CancellationToken));
        var changes = offered is null ? [] : await offered.GetOperationsAsync(TestContext.Current.CancellationToken);
        return changes.OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution.GetDocument(document.Id);
    }

    private static async Task<string> TextOf(Document document) => (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();

    // What a shape says of its lines isn't the author's remark, and goes with them.
    private static string Source(string file)
    {
        using var reader = new StreamReader(typeof(EveryFindingTests).Assembly.GetManifestResourceStream(Prefix + file)!);
        return Marks().Replace(reader.ReadToEnd().ReplaceLineEndings("\n"), string.Empty);
    }

    [GeneratedRegex(@" *// (expect|allow): .*$", RegexOptions.Multiline)]
    private static partial Regex Marks();

    /// <summary>A cure that its reader can do begins with a verb, after all that is said of the fault.</summary>
    [GeneratedRegex(@"; (if [^,]+, )?(add|await|call|close|copy|declare|delete|dispose|give|go|implement|keep|leave|let|make|name|open|pass|put|queue|read|register|release|remove|rent|return|send|share|subscribe|take|unsubscribe|use|wait|write)\b[^;]*$")]
    private static partial Regex Cure();

    /// <summary>What the compiler and the rules say of a document.</summary>
    private sealed record Verdict(ImmutableArray<Diagnostic> Compiler, ImmutableArray<Diagnostic> Reports)
    {
        public static async Task<Verdict> OfAsync(Document document)
        {
            var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
            var tree = await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken);
            var reports = await Analysis.RunAsync(compilation, AllAnalyzers.Create(), TestContext.Current.CancellationToken);
            return new(
                [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity >= DiagnosticSeverity.Warning)],
                [.. reports.Where(report => report.Location.SourceTree == tree && report.Id.StartsWith("RG", StringComparison.Ordinal))]);
        }

        public IEnumerable<string> Worse(Verdict before) => More(before.Compiler, Compiler).Concat(More(before.Reports, Reports));

        private static IEnumerable<string> More(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after)
        {
            var known = before.CountBy(found => found.Id).ToDictionary();
            return after.GroupBy(found => found.Id)
                .Where(group => group.Count() > known.GetValueOrDefault(group.Key))
                .SelectMany(group => group.Select(found => found.ToString()));
        }
    }
}

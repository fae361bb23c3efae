using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Shapes;

/// <summary>The shapes compile, and of each line the rules say what the shape says.</summary>
public class ShapesTests
{
    private static readonly TestSetup Setup = new() { ImplicitUsings = false };

    private static readonly ConcurrentDictionary<Library, Lazy<Task<ImmutableArray<Diagnostic>>>> Reports = new();

    public static TheoryData<string> Files => [.. Shape.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EachLine_IsWhatTheShapeSays(string file)
    {
        var shape = Shape.All.Single(candidate => candidate.Name == file);
        await EachLibrary.RunAsync(Setup, async library =>
        {
            var found = (await ReportAsync(library))
                .Where(report => report.Location.SourceTree!.FilePath == file)
                .Select(report => (report.Location.GetLineSpan().StartLinePosition.Line + 1, report.Id))
                .ToHashSet();
            var missed = shape.Expected.Where(expected => !expected.Ids.Any(id => found.Contains((expected.Line, id))));
            var wrong = found.Where(report => !shape.Expected.Concat(shape.Allowed).Any(verdict => verdict.Line == report.Item1 && verdict.Ids.Contains(report.Id)));

            string differences = string.Join('\n', missed.Select(verdict => $"{file}:{verdict.Line} {string.Join('|', verdict.Ids)} missed")
                .Concat(wrong.Select(report => $"{file}:{report.Item1} {report.Id} wrong")));

            Assert.True(differences.Length == 0, differences);
        });
    }

    [Fact]
    public Task AllOfThem_Compile() => EachLibrary.RunAsync(Setup, library =>
    {
        Assert.Empty(Compile(library).GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString()));
        return Task.CompletedTask;
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void EachPair_HasAFaultBeforeAndNoneAfter(string file)
    {
        var shape = Shape.All.Single(candidate => candidate.Name == file);
        int[] faults = [.. shape.Expected.Select(expected => expected.Line)];

        Assert.Equal(shape.Halves("Before").Select(half => half.Pair), shape.Halves("After").Select(half => half.Pair));
        Assert.All(shape.Halves("Before"), half => Assert.Contains(faults, line => line >= half.First && line <= half.Last));
        Assert.All(shape.Halves("After"), half => Assert.DoesNotContain(faults, line => line >= half.First && line <= half.Last));
    }

    [Theory]
    [InlineData("Connections/", 60)]
    [InlineData("Subscriptions/", 35)]
    [InlineData("Replies/", 14)]
    [InlineData("Batches/", 12)]
    [InlineData("Locks/", 16)]
    [InlineData("Hazards/", 20)]
    [InlineData("Secrets/", 13)]
    public void EachFamily_HasItsPairs(string folder, int pairs)
        => Assert.InRange(Shape.All.Where(shape => shape.Name.StartsWith(folder, StringComparison.Ordinal)).Sum(shape => shape.Halves("Before").Count()), pairs, int.MaxValue);

    private static Task<ImmutableArray<Diagnostic>> ReportAsync(Library library)
        => Reports.GetOrAdd(library, static library => new(() => Analysis.RunAsync(Compile(library), AllAnalyzers.Create(), CancellationToken.None))).Value;

    // One compilation, as a project has: registrations in one file decide on types in another.
    private static CSharpCompilation Compile(Library library)
        => Analysis.Compile(string.Empty, Setup, library).AddSyntaxTrees(Shape.All.Select(shape => Analysis.Parse(shape.Source, Setup, shape.Name)));
}

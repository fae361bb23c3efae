using Microsoft.CodeAnalysis;
using RedisGuard.Verification;
using Xunit.Sdk;

namespace RedisGuard.Analyzers.Tests.Contract;

/// <summary>The code on the rules' pages compiles, and the rules make of it what the page says.</summary>
public class ExampleTests
{
    public static TheoryData<string> Places => [.. RulePage.All.SelectMany(page => page.Examples).Select(example => example.ToString())];

    public static TheoryData<string> Ids => [.. Written.PageIds];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Example_IsWhatThePageSays(string place)
    {
        var example = RulePage.All.SelectMany(page => page.Examples).Single(candidate => candidate.ToString() == place);
        await EachLibrary.RunAsync(example.Setup, async library =>
        {
            var compilation = Analysis.Compile(example.Code, example.Setup, library);
            Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.ToString()));

            var found = await Analysis.RunAsync(compilation, AllAnalyzers.Create(), TestContext.Current.CancellationToken, example.Leaks);
            string[] expected = example.Kind switch
            {
                "flagged" => [.. example.FlaggedLines.Select(line => $"{example.Id} in line {line}")],
                "fixed" or "silent" => [],
                _ => throw new XunitException($"A block is flagged, fixed or silent, and not '{example.Kind}'."),
            };
            Assert.Equal(expected, found
                .Where(diagnostic => !diagnostic.IsSuppressed)
                .Select(diagnostic => (diagnostic.Id, diagnostic.Location.GetLineSpan().StartLinePosition.Line))
                .OrderBy(report => report.Line)
                .Select(report => $"{report.Id} in line {report.Line}"));
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_ShowsTheFaultAndTheCure(string id)
    {
        var examples = RulePage.Read(id).Examples.ToList();

        Assert.Contains(examples, example => example.Kind == "flagged" && example.FlaggedLines.Any());
        Assert.All(examples.Where(example => example.Kind == "flagged"), example => Assert.NotEmpty(example.FlaggedLines));
        Assert.Contains(examples, example => example.Kind == "fixed");
        Assert.Contains(examples, example => example.Kind == "silent");
    }
}

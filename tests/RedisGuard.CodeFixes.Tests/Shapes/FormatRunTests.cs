using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Shapes;

/// <summary>One run of <c>dotnet format analyzers</c> over each file of the shapes fixes all that a fix is offered for, and spoils nothing.</summary>
public class FormatRunTests
{
    public static TheoryData<string> Files => ShapeFile.All;

    [Theory]
    [MemberData(nameof(Files))]
    public Task WithoutThePool_OneRunFixesAllRules(string file) => VerifyAsync(file, pool: false);

    [Theory]
    [MemberData(nameof(Files))]
    public Task WithThePool_OneRunFixesAllRules(string file) => VerifyAsync(file, pool: true);

    private static async Task VerifyAsync(string file, bool pool)
    {
        using var shape = new ShapeFile(file, pool);
        var document = shape.Document;
        var before = await Verdict.OfAsync(document);

        var changed = await FormatRun.OfAsync(document);

        var after = await Verdict.OfAsync(changed);
        string text = await ShapeFile.TextOf(changed);
        string[] worse = [.. after.Worse(before), .. FixedText.Flaws(await ShapeFile.TextOf(document), text)];
        Assert.True(worse.Length == 0, $"The run brings:\n{string.Join('\n', worse)}\n{text}");
        foreach (var report in after.Reports)
        {
            foreach (var provider in Offers.Providers.Where(provider => provider.FixableDiagnosticIds.Contains(report.Id)))
            {
                Assert.True(await Offers.OfAsync(provider, changed, report) is null, $"The run left to {provider.GetType().Name}: {report}\n{text}");
            }
        }
    }
}

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Shapes;

/// <summary>
/// All findings in the shapes, without the pool and with it: each names its cure, and what a fix makes of it compiles, leaves nothing
/// lying about, and is no new finding.
/// </summary>
public partial class EveryFindingTests
{
    public static TheoryData<string> Files => ShapeFile.All;

    [Theory]
    [MemberData(nameof(Files))]
    public Task WithoutThePool_EachFindingNamesItsCure_AndEachFixIsWhole(string file) => VerifyAsync(file, pool: false);

    [Theory]
    [MemberData(nameof(Files))]
    public Task WithThePool_EachFindingNamesItsCure_AndEachFixIsWhole(string file) => VerifyAsync(file, pool: true);

    private static async Task VerifyAsync(string file, bool pool)
    {
        using var shape = new ShapeFile(file, pool);
        var document = shape.Document;
        var before = await Verdict.OfAsync(document);
        foreach (var report in before.Reports)
        {
            Assert.Matches(Fix(), report.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
            foreach (var provider in Offers.Providers.Where(provider => provider.FixableDiagnosticIds.Contains(report.Id)))
            {
                if (await Offers.OfAsync(provider, document, report) is { } offered)
                {
                    var changes = await offered.GetOperationsAsync(TestContext.Current.CancellationToken);
                    var changed = changes.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
                    await VerifyAsync(document, before, changed, $"{provider.GetType().Name} of {report}");
                }
            }
        }
    }

    private static async Task VerifyAsync(Document document, Verdict before, Document changed, string fix)
    {
        var after = await Verdict.OfAsync(changed);
        string[] worse = [.. after.Worse(before)];
        string[] flaws = [.. FixedText.Flaws(await ShapeFile.TextOf(document), await ShapeFile.TextOf(changed))];
        Assert.True(worse.Length == 0 && flaws.Length == 0, $"{fix}\nbrings:\n{string.Join('\n', worse.Concat(flaws))}\n{await ShapeFile.TextOf(changed)}");
        Assert.True(after.Reports.Length < before.Reports.Length, $"{fix}\ncures nothing:\n{await ShapeFile.TextOf(changed)}");
    }

    /// <summary>A cure that its reader can do begins with a verb, after all that is said of the fault.</summary>
    [GeneratedRegex(@"; (if [^,]+, )?(add|await|call|close|copy|declare|delete|dispose|give|go|implement|keep|leave|let|make|name|open|pass|put|queue|read|register|release|remove|rent|return|send|share|subscribe|take|unsubscribe|use|wait|write)\b[^;]*$")]
    private static partial Regex Fix();
}

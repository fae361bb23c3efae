using RedisGuard.Editor.Tests.LightBulbs;
using RedisGuard.Editor.Tests.Projects;

namespace RedisGuard.Editor.Tests;

/// <summary>The same where a host runs the code, in a library for old frameworks, and where the pool is installed.</summary>
[Collection(typeof(WithConsumers))]
public class LightBulbHostTests(OpenedConsumers opened)
{
    public static TheoryData<string> Hosted => Cases.Of("Api", "Shop", "Worker", "Library", "Pooled", "PooledApi", "Blazor");

    [Theory]
    [MemberData(nameof(Hosted))]
    public Task WhereSomethingElseRunsIt_EveryChoiceCures(string name) => ChoiceVerifier.VerifyAsync(opened, Cases.Named(name), TestContext.Current.CancellationToken);

    [Fact]
    public async Task CodeOfARazorFile_IsToldAtItsLine()
    {
        var reports = await OpenedConsumers.ReportsAsync(opened.Project("Blazor"), TestContext.Current.CancellationToken);

        var place = Assert.Single(reports, report => report.Location.GetMappedLineSpan().Path.EndsWith("Prices.razor", StringComparison.Ordinal));
        Assert.Equal("RG2001", place.Id);
        Assert.Equal(10, place.Location.GetMappedLineSpan().StartLinePosition.Line + 1);
    }
}

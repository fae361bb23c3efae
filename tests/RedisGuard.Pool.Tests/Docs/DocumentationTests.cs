namespace RedisGuard.Pool.Tests.Docs;

/// <summary>All C# in the pool's pages compiles as shown and runs, against this very build.</summary>
public sealed class DocumentationTests(PageRun run) : IClassFixture<PageRun>
{
    /// <summary>Each page, and how many blocks it has at least.</summary>
    public static TheoryData<string, int> Pages => new()
    {
        { "README.md", 1 },
        { "getting-started.md", 5 },
        { "configuration.md", 5 },
        { "migrating.md", 5 },
        { "observability.md", 5 },
        { "resilience.md", 4 },
        { "testing-pool.md", 3 },
        { "troubleshooting.md", 2 },
        { "watch.md", 2 },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void CodeOfThePage_Compiles(string page, int atLeast)
    {
        var blocks = PageCode.Read(page).Blocks;

        Assert.InRange(blocks.Count, atLeast, int.MaxValue);
        Assert.All(blocks, static block => Assert.Empty(PageCode.Errors(block)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void CodeOfThePage_Runs(string page, int atLeast)
    {
        var blocks = run.Of(page);

        Assert.InRange(blocks.Count, atLeast, int.MaxValue);
        Assert.All(blocks, static line => Assert.EndsWith(PageProcess.Ran, line, StringComparison.Ordinal));
    }

    [Fact]
    public void CodeThatDoesNotCompile_IsNoticed() => Assert.NotEmpty(PageCode.Errors("using StackExchange.Redis; IDatabase db = pool.GetDatabaseAsync();"));

    [Fact]
    public void UsingThatNobodyShowed_IsNoticed() => Assert.NotEmpty(PageCode.Errors("IDatabase db = pool.GetDatabase();"));
}

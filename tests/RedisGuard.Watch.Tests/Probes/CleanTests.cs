namespace RedisGuard.Watch.Tests.Probes;

/// <summary>Programs that don't leak: nobody is accused.</summary>
public sealed class CleanTests(ServerFixture server)
{
    public static TheoryData<string, string> Shapes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var version in (string[])[LibraryVersions.Oldest, LibraryVersions.Newest])
            {
                foreach (var shape in (string[])["clean-using", "clean-close", "clean-singleton", "clean-lazy", "clean-local-of-main", "clean-several-of-main",
                    "clean-pub-sub", "clean-unreachable", "clean-parallel"])
                {
                    data.Add(version, shape);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Clean_IsNotAccused(string version, string shape)
    {
        foreach (var end in (string[])["return", "environment-exit"])
        {
            var (result, _) = await Probe.RunAsync(version, shape, end, server);
            Assert.Equal(Probe.ExitCode, result.ExitCode);
            Assert.Empty(result.Error);
            Assert.All(result.Report.Sites, static site => Assert.Equal(0, site.Leaked));
            Assert.True(result.Report.Unseen is null or 0);
        }
    }

    [Fact]
    public async Task Singleton_IsHeld()
    {
        var (result, _) = await Probe.RunAsync(LibraryVersions.Newest, "clean-singleton", "return", server);
        Assert.Equal((1, 1), (result.Site.Opened, result.Site.Held));
        Assert.Empty(result.Report.Several);
    }

    [Fact]
    public async Task MainsOwn_IsDroppedByTheEnd()
    {
        var (result, _) = await Probe.RunAsync(LibraryVersions.Newest, "clean-several-of-main", "return", server);
        Assert.Equal((4, 4), (result.Site.Opened, result.Site.Dropped));
    }

    [Fact]
    public async Task List_IsSeveralToOneServer()
    {
        var (result, _) = await Probe.RunAsync(LibraryVersions.Newest, "held-list", "return", server);
        Assert.Equal((4, 0, MarkedLine.Of("held in a list")), (result.Site.Held, result.Site.Leaked, result.Site.Line));
        Assert.Equal((server.Configuration, 4), (Assert.Single(result.Report.Several).Server, Assert.Single(result.Report.Several).Connections));
    }

    [Fact]
    public async Task Churn_IsCountedAndItsCloserNamed()
    {
        var (result, _) = await Probe.RunAsync(LibraryVersions.Newest, "churn", "return", server);
        Assert.Equal((12, 12, 12), (result.Site.Opened, result.Site.Closed, result.Site.ChurnPerMinute));
        Assert.Equal(12, Assert.Single(result.Site.ClosedBy).Count);
        Assert.EndsWith("CleanUsingAsync", result.Site.ClosedBy[0].Member, StringComparison.Ordinal);
    }
}

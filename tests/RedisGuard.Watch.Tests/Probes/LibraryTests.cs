namespace RedisGuard.Watch.Tests.Probes;

/// <summary>Differences between the versions of the library.</summary>
public sealed class LibraryTests(ServerFixture server)
{
    [Theory]
    [MemberData(nameof(LibraryVersions.All), MemberType = typeof(LibraryVersions))]
    public async Task PrivateMembers_AreThere(string version)
    {
        var (result, _) = await Probe.RunAsync(version, "clean-using", "return", server);
        Assert.Equal(
            version == LibraryVersions.Oldest ? ["ConnectionMultiplexer.s_MuxerCreateCount", "ConnectionMultiplexer.s_DisposedCount"] : [],
            result.Report.NotTold);
        Assert.Equal((4, 4), (result.Site.Opened, result.Site.Closed));
        Assert.StartsWith(version, result.Report.LibraryVersion, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LibraryVersions.All), MemberType = typeof(LibraryVersions))]
    public async Task Defaults_AreThoseOfTheLibrary(string version)
    {
        var (_, bare) = await Probe.RunAsync(version, "defaults", "return", server, watched: false);
        var (_, watched) = await Probe.RunAsync(version, "defaults", "return", server);
        Assert.Contains("shop.redis.cache.windows.net", bare, StringComparison.Ordinal);
        Assert.Equal(bare, watched);
    }

    [Theory]
    [MemberData(nameof(LibraryVersions.All), MemberType = typeof(LibraryVersions))]
    public async Task DefaultsOfTheProgramsOwn_AreFoundWithoutALine(string version)
    {
        var (result, _) = await Probe.RunAsync(version, "own-defaults", "return", server);
        Assert.Equal(("", 1, 1), (result.Site.Member, result.Site.Opened, result.Site.Held));
        Assert.Equal(version == LibraryVersions.Oldest ? null : 1, result.Report.Unseen);
    }
}

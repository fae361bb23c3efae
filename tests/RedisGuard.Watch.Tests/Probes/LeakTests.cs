namespace RedisGuard.Watch.Tests.Probes;

/// <summary>Programs that leak: each lost connection is found, at its line.</summary>
public sealed class LeakTests(ServerFixture server)
{
    private const int Calls = 4;

    public static TheoryData<string, string> Shapes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var version in (string[])[LibraryVersions.Oldest, LibraryVersions.Newest])
            {
                foreach (var shape in (string[])["leak-per-call", "leak-synchronously", "leak-on-cloned-options", "leak-in-an-object", "leak-in-a-lambda",
                    "leak-in-a-thread", "leak-on-failure", "leak-when-replaced", "leak-with-configure"])
                {
                    data.Add(version, shape);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Leak_IsFoundAtItsLine(string version, string shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var (result, _) = await Probe.RunAsync(version, shape, "return", server);
        Assert.Equal(Probe.ExitCode, result.ExitCode);
        Assert.Equal((Calls, 0, Calls, 0, 0), (result.Site.Opened, result.Site.Closed, result.Site.Leaked, result.Site.Held, result.Site.Dropped));
        Assert.Equal(MarkedLine.Of(shape.Replace("leak-", "leaks ", StringComparison.Ordinal).Replace('-', ' ')), result.Site.Line);
        Assert.EndsWith("Shapes.cs", result.Site.Path, StringComparison.Ordinal);
        Assert.StartsWith("ConnectionMultiplexer.Connect", result.Site.Call, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LibraryVersions.Three), MemberType = typeof(LibraryVersions))]
    public async Task CollectedWhileRunning_HasTwoWitnesses(string version)
    {
        var (result, _) = await Probe.RunAsync(version, "leak-per-call", "collect", server);
        Assert.Equal(Calls, result.Site.Leaked);
        Assert.NotNull(result.Report.CollectedWithoutDispose);
        // The collector can't find one whose backlog thread waits its five seconds; the end of the process does.
        Assert.InRange(result.Report.CollectedWithoutDispose.Value, 1, Calls);
    }

    [Theory]
    [MemberData(nameof(LibraryVersions.Three), MemberType = typeof(LibraryVersions))]
    public async Task SharedOptions_AreToldApartByLine(string version)
    {
        var (result, _) = await Probe.RunAsync(version, "leak-on-shared-options", "return", server);
        Assert.Equal(
            [(MarkedLine.Of("leaks on shared options, first"), 4L), (MarkedLine.Of("leaks on shared options, second"), 4L)],
            result.Report.Sites.Select(static site => (site.Line, site.Leaked)));
    }

    [Theory]
    [MemberData(nameof(LibraryVersions.Three), MemberType = typeof(LibraryVersions))]
    public async Task ManyAtOnce_AreNotMixedUp(string version)
    {
        var (result, _) = await Probe.RunAsync(version, "parallel", "collect", server);
        Assert.Equal(
            [(MarkedLine.Of("leaks per call"), 20L, 0L, 20L), (MarkedLine.Of("clean using"), 20L, 20L, 0L)],
            result.Report.Sites.Select(static site => (site.Line, site.Opened, site.Closed, site.Leaked)));
    }
}

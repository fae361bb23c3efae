using RedisGuard.Cli.Fleet;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Server.Tests.Fleet;

public sealed class FleetReportTests
{
    [Fact]
    public void InstanceFarAboveTheMedian_IsSkewed_AndItsSiteNamed()
    {
        var report = FleetReport.Of([Rows.Look(0, [.. Instances(5, 4, "1.0"), .. Connections("leaky", 40, "1.0", ":s=Checkout.cs@41@Pay")])]);
        var application = Assert.Single(report.Applications);
        var skewed = Assert.Single(application.Instances, static instance => instance.IsSkewed);
        Assert.Equal((40, 10, "Checkout.cs:41 Pay"), (skewed.Connections, skewed.TimesMedian, skewed.Sites[0].Value));
    }

    [Fact]
    public void EvenFleet_HasNoSkew() =>
        Assert.DoesNotContain(Assert.Single(FleetReport.Of([Rows.Look(0, Instances(50, 4, "1.0"))]).Applications).Instances, static instance => instance.IsSkewed);

    [Fact]
    public void FewInstances_AreNotCompared() =>
        Assert.All(FleetReport.Of([Rows.Look(0, [.. Connections("a", 1, "1.0"), .. Connections("b", 90, "1.0")])]).Applications[0].Instances, static instance => Assert.Null(instance.TimesMedian));

    [Fact]
    public void VersionThatIntroducedIt_IsFound_InTheOrderOfVersions()
    {
        var application = FleetReport.Of([Rows.Look(0, [.. Instances(5, 4, "1.9.0"), .. Instances(5, 4, "1.2.0", "b"), .. Instances(5, 20, "1.10.0", "c")])]).Applications[0];
        Assert.Equal(["1.2.0", "1.9.0", "1.10.0"], application.Versions.Select(static version => version.Version));
        Assert.Equal("1.10.0", application.IntroducedBy);
    }

    [Fact]
    public void Servers_AreAddedUp_AndTheUnnamedCounted()
    {
        var report = FleetReport.Of([Rows.Look(0, Instances(2, 3, "1.0"), "a:1"), Rows.Look(0, [.. Instances(2, 3, "1.0"), Rows.Row(900, "other")], "b:1")]);
        Assert.Equal((12, 2, 1), (report.Applications[0].Connections, report.Applications[0].Instances.Count, report.Unnamed));
    }

    [Theory]
    [InlineData("1.9", "1.10")]
    [InlineData("1.0.0-rc.1", "1.0.0")]
    [InlineData("1.0.0-rc.1", "1.0.0-rc.2")]
    [InlineData("not told", "0.1")]
    [InlineData("2", "10")]
    public void Versions_AreOrderedByTheirNumbers(string earlier, string later) => Assert.True(VersionOrder.Instance.Compare(earlier, later) < 0);

    private static IEnumerable<ClientRow> Instances(int count, int each, string version, string prefix = "web") =>
        Enumerable.Range(1, count).SelectMany(instance => Connections($"{prefix}{instance}", each, version));

    private static IEnumerable<ClientRow> Connections(string machine, int count, string version, string suffix = "") =>
        Enumerable.Range(1, count).Select(id => Rows.Row((machine.GetHashCode(StringComparison.Ordinal) & 0xFFFFF) * 1000L + id, Rows.Pool(id: id, machine: machine, version: version) + suffix));
}

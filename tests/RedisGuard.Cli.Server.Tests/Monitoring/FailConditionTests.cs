using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Monitoring;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Server.Tests.Monitoring;

public sealed class FailConditionTests
{
    [Theory]
    [InlineData("leak", "leaking: shop shared: 7 born")]
    [InlineData("churn,leak", "leaking: shop shared: 7 born")]
    [InlineData("churn", null)]
    [InlineData("headroom<20%", "headroom: a:1 has 15 % free of 100")]
    [InlineData("headroom<15%", null)]
    [InlineData("clients>80", "clients: a:1 has 84")]
    [InlineData("clients>84", null)]
    [InlineData("idle>10m:1", "idle: 2 clients for longer than 10 min")]
    [InlineData("idle>10m:2", null)]
    [InlineData("idle>1h", null)]
    public void Conditions_AreMetOrNot(string condition, string? met) =>
        Assert.Equal(met, FailCondition.Parse(condition).Select(static one => one.Met(Snapshot())).FirstOrDefault(static one => one is not null));

    [Fact]
    public void WhatIsNotTold_MeetsNothing()
    {
        var untold = new MonitorSnapshot(Rows.Start, [new ServerStanding("a:1", ServerState.Up)], []);
        Assert.All(FailCondition.Parse("headroom<20%,clients>0,idle>1s,rejected"), condition => Assert.Null(condition.Met(untold)));
    }

    [Fact]
    public void Rejected_CountsFromTheFirstLook()
    {
        var condition = FailCondition.Parse("rejected")[0];
        Assert.Null(condition.Met(Snapshot(rejected: 40)));
        Assert.Null(condition.Met(Snapshot(rejected: 40)));
        Assert.Equal("rejected: a:1 turned 2 away", condition.Met(Snapshot(rejected: 42)));
    }

    [Theory]
    [InlineData("leaks")]
    [InlineData("headroom<20")]
    [InlineData("headroom<200%")]
    [InlineData("clients>many")]
    [InlineData("idle>soon")]
    [InlineData("idle>10m:x")]
    [InlineData("idle>10m:1:2")]
    public void WhatIsNoCondition_IsRefused(string text) => Assert.Throws<FormatException>(() => FailCondition.Parse(text));

    private static MonitorSnapshot Snapshot(long? rejected = null) => new(
        Rows.Start,
        [new ServerStanding("a:1", ServerState.Up) { Clients = 84, MaxClients = 100, Headroom = 0.15, Rejected = rejected }],
        [new HolderStanding("shop", "shared") { Verdict = Verdict.Leaking, Why = "7 born" }])
    {
        IdleTimes = [1, 601, 700],
    };
}

using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Server.Tests.Holders;

public sealed class FilterTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("name=rg:shop:*", true)]
    [InlineData("name=rg:shop", false)]
    [InlineData("name!=rg:other:*", true)]
    [InlineData("app=shop pool=main kind=shared version=1.? instance=web-3@*", true)]
    [InlineData("idle>5m", true)]
    [InlineData("idle>300 idle<=600", true)]
    [InlineData("idle>=10m idle=600 idle!=599", true)]
    [InlineData("idle>11m", false)]
    [InlineData("age>1h", true)]
    [InlineData("type=pubsub", false)]
    [InlineData("ip=10.0.0.* user=default id=7", true)]
    [InlineData("ip=10.0.0.* user=default id=8", false)]
    [InlineData("site=*", false)]
    [InlineData("site!=x", false)]
    [InlineData("pid!=1", false)]
    public void Conditions_MustAllHold(string filter, bool matches) =>
        Assert.Equal(matches, Filter.Parse(filter).Matches(Rows.Row(7, Rows.Pool(), idle: 600, age: 4000)));

    [Theory]
    [InlineData("idle>5m")]
    [InlineData("idle<5m")]
    [InlineData("idle!=5m")]
    [InlineData("cmd!=get")]
    public void ConditionOnWhatIsNotTold_NeverHolds(string filter) =>
        Assert.False(Filter.Parse(filter).Matches(Rows.Row(7, idle: null, command: null)));

    [Theory]
    [InlineData("idle", "is no condition")]
    [InlineData("=5", "is no condition")]
    [InlineData("colour=red", "is no field of a client")]
    [InlineData("idle>soon", "expected seconds, or a time")]
    [InlineData("idle>-5", "expected seconds, or a time")]
    [InlineData("id=x", "expected a whole number")]
    [InlineData("name>x", "takes = or != only")]
    public void WhatIsNoFilter_SaysWhatWasExpected(string filter, string why) =>
        Assert.Contains(why, Assert.Throws<FormatException>(() => Filter.Parse(filter)).Message, StringComparison.Ordinal);

    [Fact]
    public void Filter_PrintsAsItIsWritten() => Assert.Equal("name=rg:* idle>5m", Filter.Parse(" name=rg:*   idle>5m ").ToString());
}

using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Server.Tests.Servers;

public sealed class ClientListParserTests
{
    [Fact]
    public void RedisRow_IsReadWhole()
    {
        var row = Assert.Single(ClientListParser.Parse(
            "id=4 addr=127.0.0.1:40440 laddr=127.0.0.1:7391 fd=8 name=rg:shop:main:shared:1 age=9 idle=3 flags=P db=2 sub=1 psub=2 ssub=0 multi=-1 omem=7 tot-mem=37658 cmd=client|list user=joe resp=2\n"));
        Assert.Equal((4L, "127.0.0.1:40440", "127.0.0.1", "joe"), (row.Id, row.Address, row.Host, row.User));
        Assert.Equal((9L, 3L, 2L, 3L, 37658L), (row.AgeSeconds, row.IdleSeconds, row.Database, row.Subscriptions, row.Bytes));
        Assert.Equal(("client|list", "shared", true), (row.Command, row.Kind, row.IsSubscriber));
    }

    [Fact]
    public void GarnetRow_LeavesUntoldWhatItDoesNotTell()
    {
        var row = Assert.Single(ClientListParser.Parse("id=3 addr=127.0.0.1:40440 laddr=127.0.0.1:7391 age=9 user=default flags=N db=0 resp=2 lib-name=SE.Redis lib-ver=3.4.35\n"));
        Assert.Null(row.IdleSeconds);
        Assert.Null(row.Command);
        Assert.Null(row.Subscriptions);
        Assert.Null(row.Bytes);
        Assert.Null(row.Name);
        Assert.Equal("normal", row.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("no list at all")]
    [InlineData("id= addr=x\nid=x addr=y\n=\n id\n")]
    public void WhatIsNoClient_IsPassedOver(string text) => Assert.Empty(ClientListParser.Parse(text));

    [Theory]
    [InlineData("S", "replica")]
    [InlineData("M", "master")]
    [InlineData("O", "monitor")]
    [InlineData("P", "pubsub")]
    [InlineData("N", "normal")]
    public void Kind_IsAsTheServerSeesIt(string flags, string kind) => Assert.Equal(kind, Rows.Row(1, flags: flags).Kind);
}

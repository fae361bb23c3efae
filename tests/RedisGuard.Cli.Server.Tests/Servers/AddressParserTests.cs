using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Server.Tests.Servers;

public sealed class AddressParserTests
{
    [Theory]
    [InlineData("cache", "cache:6379")]
    [InlineData("cache:7000", "cache:7000")]
    [InlineData("10.0.0.1:7000", "10.0.0.1:7000")]
    [InlineData("[::1]:7000", "[::1]:7000")]
    [InlineData("::1", "[::1]:6379")]
    [InlineData("cache,ssl=true", "cache:6380")]
    [InlineData("a:1,b:2,abortConnect=false,$SUBSCRIBE=", "a:1 b:2")]
    [InlineData("redis://cache", "cache:6379")]
    [InlineData("rediss://user:p%40ss@cache:7000/3", "cache:7000")]
    public void Endpoints_AreReadAsThePoolReadsThem(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', AddressParser.Parse(text)));

    [Fact]
    public void Login_IsReadFromBothSpellings()
    {
        var url = Assert.Single(AddressParser.Parse("rediss://joe:p%40ss@cache"));
        Assert.Equal(("joe", "p@ss", true), (url.User, url.Password, url.Tls));
        var configuration = Assert.Single(AddressParser.Parse("cache:1,user=joe,password=p@ss=1,sslHost=real.name"));
        Assert.Equal(("joe", "p@ss=1", true, "real.name"), (configuration.User, configuration.Password, configuration.Tls, configuration.TlsHost));
    }

    [Theory]
    [InlineData("")]
    [InlineData("password=secret")]
    [InlineData("cache:port")]
    [InlineData("cache:70000")]
    [InlineData("a b")]
    [InlineData("http://secret@cache")]
    [InlineData("redis://:secret@")]
    [InlineData("cache,password=a,secret:x")]
    [InlineData("cache,password=a,secret=x")]
    [InlineData("cache,ssl=secret")]
    public void WhatIsNoEndpoint_IsRefused_WithoutQuotingWhatMayBeAPassword(string text)
    {
        var refused = Assert.Throws<CannotRunException>(() => AddressParser.Parse(text));
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Password_IsNeverPrinted() =>
        Assert.DoesNotContain("secret", $"{AddressParser.Parse("cache,password=secret")[0]}", StringComparison.Ordinal);
}

using System.Net;
using RedisGuard.Pool.Configuration;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Configuration;

public sealed class RedisConfigurationTests
{
    private const string Secret = Secrets.Secret.Password;

    [Theory]
    [InlineData("redis://cache", "cache:6379")]
    [InlineData("redis://cache:6380/4", "cache:6380,defaultDatabase=4")]
    [InlineData("rediss://cache", "cache:6379,ssl=True")]
    [InlineData("REDISS://cache/", "cache:6379,ssl=True")]
    [InlineData("redis://:p%40ss@cache", "cache:6379,password=p@ss")]
    [InlineData("redis://ann:pw@cache", "cache:6379,user=ann,password=pw")]
    [InlineData("redis://ann:p:w%2C@cache", "cache:6379,user=ann,password=p:w,")]
    [InlineData("redis://cache?syncTimeout=250&abortConnect=false", "cache:6379,syncTimeout=250,abortConnect=False")]
    public void Url_IsReadAsItsConfiguration(string text, string configuration) =>
        Assert.Equal(configuration, Parse(text).ToString(includePassword: true));

    [Fact]
    public void Url_MayHaveAnAddress() =>
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 7000), Assert.Single(Parse("redis://[::1]:7000").EndPoints));

    [Theory]
    [InlineData("redis://", "redis://*****", "no host is given")]
    [InlineData("redis:///3", "redis://*****", "no host is given")]
    [InlineData("redis://cache:99999", "redis://*****", "what follows '://', or the '@', is not host or host:port")]
    [InlineData("redis://cache/first", "redis://cache/*****", "what follows the '/' is not the number of a database")]
    [InlineData("redis://cache?nonsense", "redis://cache?*****", "an option after '?' is not of the form name=value, or has a comma in it")]
    [InlineData("redis://cache?syncTimeout=soon", "redis://cache?*****", "'syncTimeout' has no usable value")]
    [InlineData("redis+tls://cache", "*****", "the scheme is neither redis nor rediss")]
    [InlineData("", "", "no end point is given")]
    [InlineData("ssl=true", "ssl=true", "no end point is given")]
    [InlineData("cache,defaultDatabase=two", "cache,defaultDatabase=*****", "'defaultDatabase' has no usable value")]
    [InlineData("cache:6380,syncTimeout=1,nonsense=1", "cache:6380,syncTimeout=1,*****", "one of its options doesn't exist (a password is given as 'password=')")]
    public void Malformed_SaysWhatIsWrong_AndShowsWhatCanNotBeSecret(string text, string shown, string reason)
    {
        var exception = Assert.Throws<RedisPoolConfigurationException>(() => Parse(text));

        Assert.Equal("X", exception.Setting);
        Assert.StartsWith($"X is '{shown}': expected a StackExchange.Redis configuration such as ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith($"; {reason}.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"redis://ann:{Secret}@cache/first")]
    [InlineData($"redis://:{Secret}@")]
    [InlineData($"redis://:{Secret}")]
    [InlineData($"redis://cache?password={Secret}&syncTimeout=soon")]
    [InlineData($"cache,password={Secret},syncTimeout=soon")]
    [InlineData($"cache,syncTimeout=soon,Password = {Secret}")]
    [InlineData($"ftp://ann:{Secret}@cache")]
    [InlineData($"redis://ann:{Secret}@@cache")]
    [InlineData($"redis://ann:123/{Secret}@cache")]
    [InlineData($"redis://ann:{Secret}/more@cache")]
    [InlineData($"redis://ann:{Secret}?more@cache")]
    [InlineData($"redis://ann:{Secret}#more@cache")]
    [InlineData($"cache,password=first,{Secret}=second")]
    [InlineData($"cache,password=first,syncTimeout={Secret}")]
    [InlineData($"cache,user=ann,password={Secret},ssl=perhaps")]
    [InlineData($"cache,passwd={Secret}")]
    [InlineData($"cache,pwd={Secret}")]
    [InlineData($"cache,auth={Secret}")]
    [InlineData($"redis://localhost?passwd={Secret}")]
    [InlineData($"{Secret},u:more@cache:6379")]
    public void Malformed_NeverShowsThePassword(string text) =>
        Assert.DoesNotContain(Secret, Assert.Throws<RedisPoolConfigurationException>(() => Parse(text)).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("u:secret@host:6379")]
    [InlineData("secret@host")]
    [InlineData("cache:secret")]
    [InlineData("cache password=x")]
    [InlineData("cache,password=first,second")]
    [InlineData("cache,password=first,second:6379")]
    [InlineData("cache,!secret")]
    [InlineData("redis://u:12#secret@host")]
    [InlineData("redis://cache#fragment")]
    [InlineData("redis://u:12/3@host")]
    [InlineData("redis://u:12?password=a@host")]
    public void WhatLooksLikeCredentials_IsRefused_InsteadOfLedTo(string text) =>
        Assert.Throws<RedisPoolConfigurationException>(() => Parse(text));

    [Theory]
    [InlineData("cache")]
    [InlineData("cache.internal:6379,other-1:6380,10.0.0.1,[::1]:7000,::1")]
    [InlineData("redis_1:6379,password=a;b c=d@e/f#g")]
    [InlineData("bücher.example:6379")]
    [InlineData("!/run/redis/redis.sock")]
    public void OrdinaryEndPoints_AreAccepted(string text) => Assert.NotEmpty(Parse(text).EndPoints);

    [Fact]
    public void EndPointObjectWithCredentials_IsRefusedWithoutThem()
    {
        var given = new ConfigurationOptions { EndPoints = { new DnsEndPoint($"ann:{Secret}@cache", 6379) } };

        var exception = Assert.Throws<RedisPoolConfigurationException>(() => RedisPool.For(given));

        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    private static ConfigurationOptions Parse(string text) => RedisConfiguration.Parse(text, "X");
}

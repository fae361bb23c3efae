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
    [InlineData("redis://:p%40ss@cache", "cache:6379,password=p@ss")]
    [InlineData("redis://ann:pw@cache", "cache:6379,user=ann,password=pw")]
    [InlineData("redis://cache?syncTimeout=250&abortConnect=false", "cache:6379,syncTimeout=250,abortConnect=False")]
    public void Url_IsReadAsItsConfiguration(string text, string configuration) =>
        Assert.Equal(configuration, Parse(text).ToString(includePassword: true));

    [Fact]
    public void Url_MayHaveAnAddress() =>
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 7000), Assert.Single(Parse("redis://[::1]:7000").EndPoints));

    [Theory]
    [InlineData("redis://", "no host is given")]
    [InlineData("redis:///3", "no host is given")]
    [InlineData("redis://cache:99999", "it is not a URL")]
    [InlineData("redis://cache/first", "what follows the '/' is not the number of a database")]
    [InlineData("redis://cache?nonsense", "an option after '?' is not of the form name=value")]
    [InlineData("redis://cache?syncTimeout=soon", "'syncTimeout' has no usable value")]
    [InlineData("redis+tls://cache", "the scheme 'redis+tls' is neither redis nor rediss")]
    [InlineData("", "no endpoint is given")]
    [InlineData("ssl=true", "no endpoint is given")]
    [InlineData("cache,defaultDatabase=two", "'defaultDatabase' has no usable value")]
    [InlineData("cache,nonsense=1", "'nonsense' is not the name of an option")]
    public void Malformed_SaysWhatIsWrong(string text, string reason)
    {
        var exception = Assert.Throws<RedisPoolConfigurationException>(() => Parse(text));

        Assert.Equal("X", exception.Setting);
        Assert.StartsWith($"X is '{text}': expected a StackExchange.Redis configuration such as ", exception.Message, StringComparison.Ordinal);
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
    public void Malformed_NeverShowsThePassword(string text) =>
        Assert.DoesNotContain(Secret, Assert.Throws<RedisPoolConfigurationException>(() => Parse(text)).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("cache", "cache:6379")]
    [InlineData("redis://cache", "cache:6379")]
    [InlineData("rediss://cache:6380", "cache:6380,ssl=true")]
    public void EqualConfigurations_HaveOneIdentity(string one, string other) =>
        Assert.Equal(RedisConfiguration.Identity(Parse(one)), RedisConfiguration.Identity(Parse(other)));

    [Theory]
    [InlineData("cache", "cache:6380")]
    [InlineData("cache,password=a", "cache,password=b")]
    [InlineData("cache", "cache,ssl=true")]
    [InlineData("cache", "cache,defaultDatabase=1")]
    public void DifferentConfigurations_HaveTwo(string one, string other) =>
        Assert.NotEqual(RedisConfiguration.Identity(Parse(one)), RedisConfiguration.Identity(Parse(other)));

    private static ConfigurationOptions Parse(string text) => RedisConfiguration.Parse(text, "X");
}

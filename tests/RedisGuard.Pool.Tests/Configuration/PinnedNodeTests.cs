using System.Net;
using RedisGuard.Pool.Configuration;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Configuration;

/// <summary>A configuration that leads to one node of several.</summary>
public sealed class PinnedNodeTests
{
    private static readonly IPEndPoint s_node = new(IPAddress.Loopback, 7001);

    [Fact]
    public void EndPoints_AreTheNodeAlone() => Assert.Equal([s_node], Pinned("a:6379,b:6379").EndPoints);

    [Fact]
    public void Service_IsNotAskedForAnyMore() => Assert.Null(Pinned("sentinel:26379,serviceName=shop").ServiceName);

    [Fact]
    public void Commands_StayAsTheyWereNamed_WithoutTheOneThatFindsOtherNodes() =>
        Assert.Equal("$CLUSTER=,$CONFIG=,$INFO=TELL", Pinned("a:6379,$CONFIG=,$INFO=TELL").CommandMap.ToString());

    /// <summary>The certificate has the name of the cluster, the nodes are known by their addresses. Some versions of the library find it by the end points.</summary>
    [Theory]
    [InlineData("cache.example.com:6380,ssl=true")]
    [InlineData("10.0.0.1:6380,ssl=true,sslHost=cache.example.com")]
    public void NameInTheCertificate_IsThatOfTheConfiguration(string text) => Assert.Equal(ConfigurationOptions.Parse(text).SslHost, Pinned(text).SslHost);

    [Fact]
    public void Defaults_AreThoseOfTheConfiguredEndPoints()
    {
        const string Azure = "shop.redis.cache.windows.net:6380";
        Assert.Equal(ConfigurationOptions.Parse(Azure).Defaults.GetType(), Pinned(Azure).Defaults.GetType());
    }

    private static ConfigurationOptions Pinned(string text)
    {
        var configuration = ConfigurationOptions.Parse(text);
        PinnedNode.Apply(configuration, s_node);
        return configuration;
    }
}

using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Configuration;

public sealed class ConnectionSettingsTests
{
    [Fact]
    public void SocketTimeout_FillsWhatTheConfigurationDoesNotState()
    {
        var filled = For("cache").For(RedisConnectionKind.Shared);
        Assert.Equal((7000, 7000, 7000), (filled.ConnectTimeout, filled.SyncTimeout, filled.AsyncTimeout));

        var stated = For("cache,syncTimeout=100,connectTimeout=200").For(RedisConnectionKind.Shared);
        Assert.Equal((200, 100, 100), (stated.ConnectTimeout, stated.SyncTimeout, stated.AsyncTimeout));
    }

    [Fact]
    public void ClientNames_AreUnique_AndHaveNoSpaces()
    {
        var settings = For("cache", "My Shop: é");

        Assert.Equal("rg:My-Shop---:a-pool:shared:1", settings.For(RedisConnectionKind.Shared).ClientName);
        Assert.Equal("rg:My-Shop---:a-pool:exclusive:2", settings.For(RedisConnectionKind.Exclusive).ClientName);
    }

    [Fact]
    public void LeasedConnections_AbortOnFailure_WhateverTheSharedOneDoes()
    {
        var settings = For("cache,abortConnect=false");

        Assert.True(settings.For(RedisConnectionKind.Exclusive).AbortOnConnectFail);
        Assert.False(settings.For(RedisConnectionKind.Shared).AbortOnConnectFail);
    }

    private static ConnectionSettings For(string configuration, string application = "shop") => new(Pools.Options(options =>
    {
        options.Configuration = configuration;
        options.ApplicationName = application;
        options.Name = "a pool";
        options.SocketTimeout = TimeSpan.FromSeconds(7);
    }));
}

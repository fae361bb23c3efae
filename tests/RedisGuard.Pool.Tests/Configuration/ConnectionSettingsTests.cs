using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace RedisGuard.Pool.Tests.Configuration;

public sealed class ConnectionSettingsTests
{
    private const int BackoffMax = 20;

    private readonly ReconnectTally _tally = new(new PoolInstruments("a pool"));

    [Theory]
    [InlineData("cache")]
    [InlineData("cache,syncTimeout=100,connectTimeout=200")]
    public void CommandsWait_AsLongAsTheConfigurationSays(string text)
    {
        var bare = ConfigurationOptions.Parse(text);
        var own = For(text).For(RedisConnectionKind.Shared);

        Assert.Equal((bare.ConnectTimeout, bare.SyncTimeout, bare.AsyncTimeout), (own.ConnectTimeout, own.SyncTimeout, own.AsyncTimeout));
    }

    [Theory]
    [InlineData("cache", 5)]
    [InlineData("cache,keepAlive=60", 60)]
    [InlineData("cache,keepAlive=0", 0)]
    public void KeepAlive_IsThePools_UnlessTheConfigurationStatesOne(string text, int expected) =>
        Assert.Equal(expected, For(text).For(RedisConnectionKind.Shared).KeepAlive);

    [Theory]
    [InlineData("cache", 60)]
    [InlineData("cache,keepAlive=30", 30)]
    public void KeepAliveOfARentedConnection_IsTheLibrarys_SinceABusyServerWouldCostTheSession(string text, int expected) =>
        Assert.Equal(expected, For(text).For(RedisConnectionKind.Exclusive).KeepAlive);

    [Fact]
    public void ClientNames_AreUnique_AndHaveNoSpaces()
    {
        var settings = For("cache", "My Shop: é");

        Assert.StartsWith("rg:My-Shop---:a-pool:shared:1:v=", settings.For(RedisConnectionKind.Shared).ClientName, StringComparison.Ordinal);
        Assert.StartsWith("rg:My-Shop---:a-pool:exclusive:2:v=", settings.For(RedisConnectionKind.Exclusive).ClientName, StringComparison.Ordinal);
    }

    [Fact]
    public void ClientNames_EndWithTheVersionAndTheInstanceOfTheProcess()
    {
        Assert.Equal(
            "v=1.4.2-rc.1:i=web-3@4711@65000000",
            ClientName.Process("1.4.2-rc.1", "web-3", 4711, DateTimeOffset.FromUnixTimeSeconds(0x65000000)));
        var name = For("cache").For(RedisConnectionKind.Shared).ClientName!;
        Assert.Contains(FormattableString.Invariant($":i={ClientName.Part(Environment.MachineName)}@{Environment.ProcessId}@"), name, StringComparison.Ordinal);
    }

    [Fact]
    public void CallSite_InAClientName_HasNoFolders() =>
        Assert.Equal("s=Check-out.cs@41@-ctor", ClientName.Site(new RedisCallSite(@"C:\src\Check out.cs", 41, ":ctor")));

    [Fact]
    public void LeasedConnections_AbortOnFailure_WhateverTheSharedOneDoes()
    {
        var settings = For("cache,abortConnect=false");

        Assert.True(settings.For(RedisConnectionKind.Exclusive).AbortOnConnectFail);
        Assert.False(settings.For(RedisConnectionKind.Shared).AbortOnConnectFail);
    }

    [Fact]
    public void Reconnects_FollowTheBackoff_UnlessTheConfigurationStatesAPolicy()
    {
        var given = ConfigurationOptions.Parse("cache");
        Assert.Equal(BackoffMax, LongestWait(given));

        given.ReconnectRetryPolicy = new ExponentialRetry(1, 1);
        Assert.Equal(1, LongestWait(given));
    }

    [Fact]
    public void Reconnects_FollowTheProviderOfDefaults_WhenItStatesAPolicy()
    {
        var given = ConfigurationOptions.Parse("cache");
        given.Defaults = new Impatient();

        Assert.Equal(3, LongestWait(given));
    }

    [Fact]
    public void ReconnectsThatArePermitted_AreCounted()
    {
        var settings = new ConnectionSettings(Pools.Options(static options => options.Configuration = "cache"), _tally);
        var policy = settings.For(RedisConnectionKind.Shared).ReconnectRetryPolicy;

        Assert.False(policy.ShouldRetry(0, 0));
        Assert.True(policy.ShouldRetry(0, int.MaxValue));

        Assert.Equal(1, _tally.Attempts);
    }

    private ConnectionSettings For(string configuration, string application = "shop") => new(
        Pools.Options(options =>
        {
            options.Configuration = configuration;
            options.ApplicationName = application;
            options.Name = "a pool";
            options.SocketTimeout = TimeSpan.FromSeconds(7);
        }),
        _tally);

    // The slow phase waits up to the maximum: of many connections, one does.
    private int LongestWait(ConfigurationOptions given)
    {
        var settings = new ConnectionSettings(
            Pools.Options(options =>
            {
                options.ConfigurationOptions = given;
                options.BackoffMax = TimeSpan.FromMilliseconds(BackoffMax);
                options.MaxReconnectAttempts = 0;
            }),
            _tally);
        return Enumerable.Range(0, 2000).Max(_ =>
        {
            var policy = settings.For(RedisConnectionKind.Shared).ReconnectRetryPolicy;
            return Enumerable.Range(0, BackoffMax + 1).First(milliseconds => policy.ShouldRetry(0, milliseconds));
        });
    }

    private sealed class Impatient : DefaultOptionsProvider
    {
        public override IReconnectRetryPolicy ReconnectRetryPolicy { get; } = new LinearRetry(3);
    }
}

// The newest library has no use for a socket manager any more; the oldest has.
#pragma warning disable CS0618

using System.Net;
using System.Net.Security;
using RedisGuard.Pool.Configuration;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace RedisGuard.Pool.Tests.Configuration;

public sealed class ConfigurationIdentityTests
{
    public static TheoryData<string, Action<ConfigurationOptions>> Differences => new()
    {
        { "certificate validation", static given => given.CertificateValidation += static (_, _, _, errors) => errors == SslPolicyErrors.None },
        { "certificate selection", static given => given.CertificateSelection += static (_, _, _, _, _) => null! },
        { "TLS options", static given => given.SslClientAuthenticationOptions = static _ => new SslClientAuthenticationOptions() },
        { "defaults", static given => given.Defaults = new OwnDefaults() },
        { "backlog policy", static given => given.BacklogPolicy = BacklogPolicy.FailFast },
        { "retry policy", static given => given.ReconnectRetryPolicy = new LinearRetry(100) },
        { "socket manager", static given => given.SocketManager = SocketManager.ThreadPool },
        { "before connect", static given => given.BeforeSocketConnect = static (_, _, _) => { } },
        { "tunnel", static given => given.Tunnel = Tunnel.HttpProxy(new DnsEndPoint("proxy", 80)) },
        { "library name", static given => given.LibraryName = "mine" },
        { "heartbeat", static given => given.HeartbeatInterval = TimeSpan.FromSeconds(3) },
        { "password", static given => given.Password = "other" },
    };

    [Theory]
    [InlineData("cache", "cache:6379")]
    [InlineData("redis://cache", "cache:6379")]
    [InlineData("rediss://cache:6380", "cache:6380,ssl=true")]
    [InlineData("cache,$get=mget", "cache,$get=mget")]
    public void EqualConfigurations_HaveOne(string one, string other) => Assert.Equal(Of(one), Of(other));

    [Theory]
    [InlineData("cache", "cache:6380")]
    [InlineData("cache,password=a", "cache,password=b")]
    [InlineData("cache", "cache,ssl=true")]
    [InlineData("cache", "cache,defaultDatabase=1")]
    [InlineData("cache", "cache,$get=mget")]
    public void DifferentConfigurations_HaveTwo(string one, string other) => Assert.NotEqual(Of(one), Of(other));

    [Theory]
    [MemberData(nameof(Differences))]
    public void WhatTheTextDoesNotSay_SetsThemApart(string what, Action<ConfigurationOptions> differ)
    {
        ArgumentNullException.ThrowIfNull(differ);
        var plain = ConfigurationOptions.Parse("cache");
        var different = plain.Clone();
        differ(different);

        Assert.False(new ConfigurationIdentity(plain).Equals(new ConfigurationIdentity(different)), what);
        Assert.Equal(new ConfigurationIdentity(different), new ConfigurationIdentity(different.Clone()));
    }

    [Fact]
    public void OneThatWasRead_IsStillTheSame()
    {
        var read = ConfigurationOptions.Parse("cache");
        _ = (read.Defaults, read.Ssl, read.CommandMap, read.BacklogPolicy, read.SyncTimeout, read.HeartbeatInterval, read.ToString());

        Assert.Equal(Of("cache"), new ConfigurationIdentity(read));
    }

    [Fact]
    public void ItNeverShowsThePassword() =>
        Assert.DoesNotContain("hidden", new ConfigurationIdentity(ConfigurationOptions.Parse("cache,password=hidden")).ToString(), StringComparison.Ordinal);

    private static ConfigurationIdentity Of(string text) => new(RedisConfiguration.Parse(text, "X"));

    private sealed class OwnDefaults : DefaultOptionsProvider;
}

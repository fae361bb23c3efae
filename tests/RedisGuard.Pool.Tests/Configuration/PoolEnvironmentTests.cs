using RedisGuard.Pool.Configuration;

namespace RedisGuard.Pool.Tests.Configuration;

public sealed class PoolEnvironmentTests
{
    [Fact]
    public void Unset_LeavesTheDefaults()
    {
        var options = From();

        Assert.Equal("localhost:6379", options.Configuration);
        Assert.Equal(50, options.MaxConnections);
        Assert.Equal(TimeSpan.FromSeconds(30), options.SocketTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.HealthCheckInterval);
        Assert.Equal(RedisLeakDetection.Standard, options.LeakDetection);
    }

    [Fact]
    public void Set_AreTheDefaults()
    {
        var options = From(
            ("REDIS_CONNECTION", "redis://cache:6380/2"),
            ("REDIS_MAX_CONNECTIONS", " 7 "),
            ("REDIS_SOCKET_TIMEOUT", "2.5"),
            ("REDIS_HEALTH_CHECK_INTERVAL", "90"),
            ("REDISGUARD_LEAK_DETECTION", "paranoid"));

        Assert.Equal("redis://cache:6380/2", options.Configuration);
        Assert.Equal(7, options.MaxConnections);
        Assert.Equal(TimeSpan.FromSeconds(2.5), options.SocketTimeout);
        Assert.Equal(TimeSpan.FromSeconds(90), options.HealthCheckInterval);
        Assert.Equal(RedisLeakDetection.Paranoid, options.LeakDetection);
    }

    [Theory]
    [InlineData("REDIS_MAX_CONNECTIONS", "many", "a whole number above 0")]
    [InlineData("REDIS_MAX_CONNECTIONS", "0", "a whole number above 0")]
    [InlineData("REDIS_MAX_CONNECTIONS", "-3", "a whole number above 0")]
    [InlineData("REDIS_MAX_CONNECTIONS", "99999999999", "a whole number above 0")]
    [InlineData("REDIS_SOCKET_TIMEOUT", "soon", "a number of seconds above 0")]
    [InlineData("REDIS_SOCKET_TIMEOUT", "0s", "a number of seconds above 0")]
    [InlineData("REDIS_SOCKET_TIMEOUT", "1e99", "a number of seconds above 0")]
    [InlineData("REDIS_HEALTH_CHECK_INTERVAL", "0", "a number of seconds above 0")]
    [InlineData("REDISGUARD_LEAK_DETECTION", "on", "Off, Standard or Paranoid")]
    [InlineData("REDISGUARD_LEAK_DETECTION", "1", "Off, Standard or Paranoid")]
    [InlineData("REDIS_CONNECTION", "ssl=true", "no end point is given")]
    public void Malformed_NamesVariableValueAndExpectation(string name, string value, string expected)
    {
        var exception = Assert.Throws<RedisPoolConfigurationException>(() => new RedisPool(From((name, value))));

        Assert.Equal(name, exception.Setting);
        Assert.StartsWith($"{name} is '{value}': expected ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MalformedVariable_IsNoMatterForWhoeverStatesTheOption()
    {
        var options = From(
            ("REDIS_CONNECTION", "tcp://172.17.0.5:6379"), // as Docker's links and Kubernetes state it
            ("REDIS_MAX_CONNECTIONS", "many"),
            ("REDIS_SOCKET_TIMEOUT", "soon"),
            ("REDIS_HEALTH_CHECK_INTERVAL", "often"),
            ("REDISGUARD_LEAK_DETECTION", "on"));
        options.Configuration = "elsewhere:1";
        options.MaxConnections = 3;
        options.SocketTimeout = options.HealthCheckInterval = TimeSpan.FromSeconds(7);
        options.LeakDetection = RedisLeakDetection.Standard;

        await using var pool = new RedisPool(options);

        Assert.Equal("elsewhere:1", pool.EndPoints);
    }

    [Fact]
    public void ForeignConnectionVariable_IsNamedWhereItIsUsed()
    {
        var exception = Assert.Throws<RedisPoolConfigurationException>(() => new RedisPool(From(("REDIS_CONNECTION", "tcp://172.17.0.5:6379"))));

        Assert.Equal("REDIS_CONNECTION", exception.Setting);
        Assert.Contains("the scheme is neither redis nor rediss", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("2.5", 2.5)]
    [InlineData("500ms", 0.5)]
    [InlineData("2 s", 2)]
    [InlineData("10min", 600)]
    [InlineData("00:00:45", 45)]
    public void Seconds_MayHaveAUnit(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), From(("REDIS_SOCKET_TIMEOUT", text)).SocketTimeout);

    private static RedisPoolOptions From(params (string Name, string Value)[] variables) =>
        new(new PoolEnvironment(name => Array.Find(variables, variable => variable.Name == name).Value));
}

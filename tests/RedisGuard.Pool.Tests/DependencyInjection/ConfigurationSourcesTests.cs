using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RedisGuard.Pool.Configuration;

namespace RedisGuard.Pool.Tests.DependencyInjection;

/// <summary>Places where a registered pool finds Redis, and what is told of what it can't read.</summary>
public sealed class ConfigurationSourcesTests
{
    [Fact]
    public void WithoutAName_TheFirstThatSaysSo()
    {
        Assert.Equal("one:1", Unnamed(("ConnectionStrings:Redis", "one:1"), ("Redis:Configuration", "two:2"), ("REDIS_CONNECTION", "three:3")));
        Assert.Equal("two:2", Unnamed(("Redis:Configuration", "two:2"), ("REDIS_CONNECTION", "three:3")));
        Assert.Equal("three:3", Unnamed(("REDIS_CONNECTION", "three:3")));
        Assert.Equal("code:0", Unnamed(static options => options.Configuration = "code:0", ("ConnectionStrings:Redis", "one:1")));
    }

    // Aspire's WithReference(redis) sets ConnectionStrings__cache in the environment of the project.
    [Fact]
    public void WithAName_ItsConnectionString()
    {
        Assert.Equal("cache:6379,password=p", Named("cache", ("ConnectionStrings:cache", "cache:6379,password=p"), ("REDIS_CONNECTION", "other:1")));
        Assert.Equal("other:1", Named("cache", ("REDIS_CONNECTION", "other:1"), ("ConnectionStrings:Redis", "one:1")));
    }

    [Fact]
    public void SectionThatIsBound_GoesBefore()
    {
        var host = Builder(Environments.Production, ("Redis:Configuration", "two:2"), ("ConnectionStrings:Redis", "one:1"));
        host.Services.Configure<RedisPoolOptions>(host.Configuration.GetSection("Redis")).AddRedisGuard();

        Assert.Equal("two:2", Options(host).Configuration);
    }

    [Fact]
    public void Nothing_IsAnErrorThatSaysSo_OutsideDevelopment()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Unnamed());
        Assert.Equal(
            "Nothing says where Redis is: ConnectionStrings:Redis, Redis:Configuration, REDIS_CONNECTION are unset in the configuration, and so is options.Configuration. localhost:6379 is assumed in the environment Development alone; this one is 'Production'. Set one of them.",
            Assert.Single(exception.Failures));
        Assert.Contains("ConnectionStrings:cache", Assert.Throws<OptionsValidationException>(() => Named("cache")).Message, StringComparison.Ordinal);

        var development = Builder(Environments.Development);
        development.Services.AddRedisGuard();
        Assert.Equal("localhost:6379", Options(development).Configuration);
    }

    [Fact]
    public void MalformedConnectionString_IsToldByItsKey() =>
        Assert.StartsWith(
            "ConnectionStrings:Redis is '*****': expected ",
            Assert.Single(Assert.Throws<OptionsValidationException>(() => Unnamed(("ConnectionStrings:Redis", "http://cache"))).Failures),
            StringComparison.Ordinal);

    [Fact]
    public void Section_IsRead_WithUnits()
    {
        var host = Builder(
            Environments.Production,
            ("Cache:Configuration", "cache:1"), ("Cache:MaxConnections", "12"), ("Cache:AcquireTimeout", "2s"), ("Cache:DrainTimeout", "00:00:03"),
            ("Cache:IdleTimeout", "1h"), ("Cache:MaxLifetime", "infinite"), ("Cache:LeakDetection", "paranoid"), ("Cache:Name", "shop"),
            ("Cache:BackoffBase", "1.5"), ("Cache:Retry:MaxAttempts", "4"), ("Cache:Retry:Timeout", "800ms"), ("Cache:Breaker:FailureRatio", "0.25"));
        host.Services.AddRedisGuard(host.Configuration.GetSection("Cache"), static options => options.MaxWaiters = 7);

        var options = Options(host);

        Assert.Equal(("cache:1", 12, 7, "shop"), (options.Configuration, options.MaxConnections, options.MaxWaiters, options.Name));
        Assert.Equal(
            (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan),
            (options.AcquireTimeout, options.DrainTimeout, options.IdleTimeout, options.MaxLifetime));
        Assert.Equal((RedisLeakDetection.Paranoid, 1.5, 4, TimeSpan.FromMilliseconds(800), 0.25), (options.LeakDetection, options.BackoffBase, options.Retry.MaxAttempts, options.Retry.Timeout, options.Breaker.FailureRatio));
    }

    [Fact]
    public void EverythingMalformedInASection_IsToldAtOnce_EachByItsKey()
    {
        var host = Builder(
            Environments.Production,
            ("Cache:Configuration", "cache:1"), ("Cache:MaxConnections", "many"), ("Cache:AcquireTimeout", "2"), ("Cache:Breaker:BreakDuration", "soon"), ("Cache:LeakDetection", "1"));
        host.Services.AddRedisGuard(host.Configuration.GetSection("Cache"));

        var failures = Assert.Throws<OptionsValidationException>(() => Options(host)).Failures.ToArray();

        Assert.Equal(
            ["Cache:MaxConnections", "Cache:AcquireTimeout", "Cache:LeakDetection", "Cache:Breaker:BreakDuration"],
            failures.Select(static failure => failure.Split(' ')[0]));
        Assert.Equal("Cache:AcquireTimeout is '2': expected a duration with its unit, such as 500ms, 2s, 10min or 00:00:02.", failures[1]);
    }

    [Fact]
    public void EveryOption_CanBeInASection()
    {
        var host = Builder(Environments.Production, [.. Settable(typeof(RedisPoolOptions), "Cache:")]);
        host.Services.AddRedisGuard(host.Configuration.GetSection("Cache"));

        var failures = Assert.Throws<OptionsValidationException>(() => Options(host)).Failures.Select(static failure => failure.Split(' ')[0]).ToHashSet();

        Assert.All(Settable(typeof(RedisPoolOptions), "Cache:"), pair => Assert.Contains(pair.Key, failures));
    }

    [Fact]
    public void FrameworksBinder_TellsTheKey_AndABareNumberIsRefusedForTheDaysItMeans()
    {
        var malformed = Builder(Environments.Production, ("Redis:MaxConnections", "many"));
        malformed.Services.Configure<RedisPoolOptions>(malformed.Configuration.GetSection("Redis")).AddRedisGuard();
        Assert.Contains("Redis:MaxConnections", Assert.Throws<InvalidOperationException>(() => Options(malformed)).Message, StringComparison.Ordinal);

        var days = Builder(Environments.Production, ("Redis:Configuration", "cache:1"), ("Redis:AcquireTimeout", "2"));
        days.Services.Configure<RedisPoolOptions>(days.Configuration.GetSection("Redis")).AddRedisGuard();
        Assert.Equal(
            "AcquireTimeout is '2.00:00:00': expected less than a day. A number without a unit means days: write \"2s\" or 00:00:02.",
            Assert.Single(Assert.Throws<OptionsValidationException>(() => Options(days)).Failures));
    }

    // Numbers and durations that can't be read, so that each tells that it was looked at. Texts can be anything.
    private static IEnumerable<(string Key, string Value)> Settable(Type type, string prefix) =>
        type.GetProperties().Where(static property => property.CanWrite).SelectMany(property =>
            property.PropertyType == typeof(RedisCircuitBreakerOptions) || property.PropertyType == typeof(RedisRetryOptions)
                ? Settable(property.PropertyType, $"{prefix}{property.Name}:")
                : property.PropertyType.IsValueType ? [($"{prefix}{property.Name}", "?")] : []);

    private static string Unnamed(params (string Key, string Value)[] settings) => Unnamed(static _ => { }, settings);

    private static string Unnamed(Action<RedisPoolOptions> configure, params (string Key, string Value)[] settings)
    {
        var host = Builder(Environments.Production, settings);
        host.Services.AddRedisGuard(configure);
        return Options(host).Configuration;
    }

    private static string Named(string name, params (string Key, string Value)[] settings)
    {
        var host = Builder(Environments.Production, settings);
        host.Services.AddRedisGuard(name);
        return Options(host, name).Configuration;
    }

    private static RedisPoolOptions Options(HostApplicationBuilder builder, string name = "")
    {
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptionsMonitor<RedisPoolOptions>>().Get(name);
    }

    private static HostApplicationBuilder Builder(string environment, params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        return builder;
    }
}

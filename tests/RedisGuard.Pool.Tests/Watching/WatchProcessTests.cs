using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Tests.DependencyInjection;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using RedisGuard.Pool.Watching;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Watching;

/// <summary>The watch as an option of <c>AddRedisGuard</c>. It logs to the host that started last.</summary>
[Collection(nameof(TwoHostsTests))]
public sealed class WatchProcessTests(RedisFixture redis) : IDisposable
{
    private const int ConnectionLeaked = 1004;

    // The suite's own, which would go before the host's.
#pragma warning disable CA2213 // Another's.
    private readonly ILoggerFactory? _suite = RedisPool.LoggerFactory;
#pragma warning restore CA2213
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisguard-watch-");

    [Fact]
    public async Task LeakPastThePool_IsLoggedOnceAndWritten()
    {
        RedisPool.LoggerFactory = null;
        var loggers = new FakeLoggers();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<ILoggerFactory>(loggers);
        builder.Services.AddRedisGuard(options =>
        {
            options.Configuration = redis.Configuration;
            options.WatchProcess = true;
            options.LeakReportPath = _folder.FullName;
        });
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        await LeakAsync();
        await Eventually.CollectedAsync(() => RedisGuardWatch.GetSites().Any(static site => site.Leaked == 1 && Is(site.Site.Member)));
        ProcessWatch.Look();
        ProcessWatch.Look();

        var told = Assert.Single(loggers.Of(ConnectionLeaked), static record => record.Message.Contains(nameof(LeakAsync), StringComparison.Ordinal));
        Assert.StartsWith("Leaked: 1 connection(s) opened past the pool at ", told.Message, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Warning, told.Level);

        var text = await File.ReadAllTextAsync(Assert.Single(_folder.GetFiles("redisguard.leaks.*.watch.json")).FullName, TestContext.Current.CancellationToken);
        var leak = Assert.Single(JsonNode.Parse(text)!["leaks"]!.AsArray(), static leak => Is((string)leak!["member"]!))!;
        Assert.Equal(("connection", "leaked", "ConnectionMultiplexer.ConnectAsync"), ((string)leak["kind"]!, (string)leak["verdict"]!, (string)leak["call"]!));
        Assert.DoesNotContain(redis.Server.Configuration, text, StringComparison.Ordinal);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData(null, false)]
    public void Variable_SwitchesItOn(string? value, bool on) =>
        Assert.Equal(on, new RedisPoolOptions(new PoolEnvironment(name => name == "REDISGUARD_WATCH" ? value : null)).WatchProcess);

    public void Dispose()
    {
        RedisPool.LoggerFactory = _suite;
        _folder.Delete(recursive: true);
    }

    private static bool Is(string member) => member.EndsWith("WatchProcessTests.LeakAsync", StringComparison.Ordinal);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task LeakAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        await connection.GetDatabase().PingAsync();
        GC.KeepAlive(connection);
    }
}

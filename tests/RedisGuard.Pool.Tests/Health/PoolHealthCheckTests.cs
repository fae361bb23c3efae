using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Health;

public sealed class PoolHealthCheckTests
{
    private readonly FakeLoggers _logs = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FailingServer_IsDegradedBeforeItIsUnhealthy_WithDataOfTheSnapshot()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, null, time, _logs);
        await using var services = Services(services => services.AddSingleton(pool).AddHealthChecks().AddRedisGuard(tags: ["ready"]));

        var unused = await CheckAsync(services);
        Assert.Equal(HealthStatus.Healthy, unused.Status);
        Assert.Contains("was not needed yet", unused.Description, StringComparison.Ordinal);
        Assert.Equal(0, opener.Opened);

        await Assert.ThrowsAsync<NotSupportedException>(() => pool.GetConnectionAsync(Cancel));
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => pool.GetSnapshot().Health.State == RedisHealthState.Healthy);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        Assert.Equal(1, opener.Opened);
        var silence = new TaskCompletionSource<TimeSpan>();
        opener.Connections[0].OnPing = () => silence.Task;
        opener.Connections[0].IsReady = false;
        opener.OnOpen = static _ => Task.FromException(Failures.Connection("no"));

        var seen = new List<HealthStatus>();
        HealthReportEntry now;
        do
        {
            await time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(500), () => pool.GetSnapshot().Health.State != RedisHealthState.Healthy);
            now = await CheckAsync(services);
            seen.Add(now.Status);
            time.Advance(TimeSpan.FromMilliseconds(500));
        }
        while (now.Status != HealthStatus.Unhealthy);

        Assert.Equal([HealthStatus.Degraded, HealthStatus.Unhealthy], seen.Distinct());
        Assert.Equal(["ready"], now.Tags);
        Assert.Contains("a PING had no reply within 5 s", now.Description, StringComparison.Ordinal);
        Assert.Equal((pool.Name, "Unhealthy", 1, 50), (now.Data["pool"], now.Data["health"], now.Data["connections"], now.Data["maxConnections"]));
        Assert.Equal("a PING had no reply within 5 s", now.Data["lastFailure"]);
        Assert.Equal("Closed", now.Data["breaker"]);
        pool.Breaker.Isolate();
        Assert.Equal("Isolated", (await CheckAsync(services)).Data["breaker"]);
    }

    [Fact]
    public async Task CheckOfANamedPool_HasItsName_AndReportsAsItIsTold()
    {
        var nobody = FreePort.Next();
        await using var services = Services(services => services
            .AddRedisGuard("sessions", options =>
            {
                options.Configuration = FormattableString.Invariant($"127.0.0.1:{nobody},connectRetry=0,connectTimeout=300,password=hunter2");
                options.HealthCheckInterval = TimeSpan.FromSeconds(1);
            })
            .AddHealthChecks().AddRedisGuard("sessions", failureStatus: HealthStatus.Degraded));
        var pool = services.GetRequiredKeyedService<RedisPool>("sessions");

        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<RedisConnectionException>(() => pool.GetConnectionAsync(Cancel));
        }

        await Eventually.TrueAsync(() => pool.GetSnapshot().Health.State is RedisHealthState.Degraded or RedisHealthState.Unhealthy);
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel);

        var (name, entry) = Assert.Single(report.Entries);
        Assert.Equal(("redisguard:sessions", HealthStatus.Degraded), (name, entry.Status));
        Assert.DoesNotContain("hunter2", entry.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Join(' ', entry.Data.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PoolThatCannotBeCreated_IsReported_NotThrown()
    {
        await using var services = Services(static services => services
            .AddRedisGuard(static options => options.MaxConnections = 0)
            .AddHealthChecks().AddRedisGuard());

        var now = await CheckAsync(services);

        Assert.Equal((HealthStatus.Unhealthy, "The pool can't be created."), (now.Status, now.Description));
        Assert.NotNull(now.Exception);
    }

    private static async Task<HealthReportEntry> CheckAsync(IServiceProvider services) =>
        Assert.Single((await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel)).Entries).Value;

    private ServiceProvider Services(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_logs);
        services.AddLogging();
        add(services);
        return services.BuildServiceProvider();
    }
}

using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Secrets;

/// <summary>A password goes to the server and nowhere else.</summary>
public sealed class PasswordTests
{
    private const string Password = Secret.Password;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Password_IsInNoOutputOfThePool()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; no other server here asks for a password.");
        await using var server = await RedisProcess.StartAsync("--requirepass", Password);
        var metrics = new List<Metric>();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter("RedisGuard.Pool").AddInMemoryExporter(metrics).Build();
        var logs = new FakeLoggers();
        var told = new List<string>();
        string[] ways =
        [
            FormattableString.Invariant($"127.0.0.1:{server.Port},password={Password},allowAdmin=true"),
            FormattableString.Invariant($"redis://:{Password}@127.0.0.1:{server.Port}/0?allowAdmin=true"),
        ];
        foreach (var way in ways)
        {
            var options = Pools.Options(options =>
            {
                options.Configuration = way;
                options.MaxConnections = 2;
                options.DrainTimeout = TimeSpan.Zero;
                options.LeakDetection = RedisLeakDetection.Paranoid;
            });
            var time = new FakeTimeProvider();
            await using var pool = new RedisPool(options, logs, time);
            await using var twin = new RedisPool(options, logs);
            await pool.GetDatabaseAsync(Cancel);
            await using var subscription = await pool.SubscribeAsync(
                RedisChannel.Literal("c"), static _ => throw new InvalidOperationException(), cancellationToken: Cancel);
            await pool.GetDatabase().PublishAsync(RedisChannel.Literal("c"), 1);
            var held = await pool.RentAsync(Cancel);
            var waiting = pool.RentAsync(Cancel).AsTask();
            time.Advance(options.AcquireTimeout);
            var exhausted = await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => waiting);
            told.Add(exhausted.ToString());
            told.Add(JsonSerializer.Serialize(pool.GetSnapshot()));
            told.Add((await held.Database.ExecuteAsync("CLIENT", "LIST")).ToString());
            held.Abandon();
            told.Add(Assert.Throws<ObjectDisposedException>(() => held.Database).ToString());
        }

        // What cannot work: a wrong one, and text that isn't a configuration.
        await using (var wrong = new RedisPool(
            Pools.Options(options => options.Configuration = FormattableString.Invariant($"127.0.0.1:{server.Port},password={Password}x,connectTimeout=500")), logs))
        {
            told.Add((await Assert.ThrowsAnyAsync<Exception>(() => wrong.GetConnectionAsync(Cancel))).ToString());
            told.Add((await Assert.ThrowsAnyAsync<Exception>(() => wrong.RentAsync(Cancel).AsTask())).ToString());
        }

        told.Add(Assert.Throws<RedisPoolConfigurationException>(() => RedisPool.For($"ftp://:{Password}@nowhere")).ToString());
        told.Add(Assert.Throws<RedisPoolConfigurationException>(() => RedisPool.For($"nowhere,password={Password},connectTimeout=soon")).ToString());
        provider.ForceFlush();
        told.AddRange(metrics.SelectMany(Tags));
        told.AddRange(logs.All.Select(static record => $"{record.Message} {record.Exception} {JsonSerializer.Serialize(record.StructuredState)}"));

        Assert.True(told.Count >= 20, $"Only {told.Count} texts to search.");
        Assert.All(told, static text => Assert.DoesNotContain(Password, text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Tags(Metric metric)
    {
        var tags = new List<string>();
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            foreach (var tag in point.Tags)
            {
                tags.Add($"{tag.Key}={tag.Value}");
            }
        }

        return tags;
    }
}

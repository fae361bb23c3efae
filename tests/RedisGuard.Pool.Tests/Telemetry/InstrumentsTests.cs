using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Telemetry;

public sealed class InstrumentsTests(RedisFixture redis)
{
    private const string Meter = "RedisGuard.Pool";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instruments_HaveTheseNamesUnitsAndAttributes()
    {
        var metrics = new List<Metric>();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(Meter).AddInMemoryExporter(metrics).Build();
        var options = Pools.Real(redis, static options => options.MaxConnections = 3);
        var time = new FakeTimeProvider();
        await using var pool = new RedisPool(options, new FakeLoggers(), time);
        var channel = RedisChannel.Literal(options.Name!);
        var go = new TaskCompletionSource();
        await using var subscription = await pool.SubscribeAsync(
            channel, _ => go.Task, new RedisSubscriptionOptions { Capacity = 1, Overflow = RedisOverflowPolicy.DropNewest }, Cancel);
        for (var i = 0; i < 4; i++)
        {
            await pool.GetDatabase().PublishAsync(channel, i);
        }

        await Eventually.TrueAsync(() => subscription.Dropped > 0);
        go.SetException(new InvalidOperationException("handler"));
        await (await pool.RentAsync(Cancel)).DisposeAsync();
        await using (await pool.RentAsync(Cancel))
        await using (await pool.RentAsync(Cancel))
        {
            var waiting = pool.RentAsync(Cancel).AsTask();
            time.Advance(options.AcquireTimeout);
            await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => waiting);
        }

        await LeakAsync(pool);
        new PoolInstruments(options.Name!, "127.0.0.1", redis.Server.Port).Rejected();
        new PoolInstruments(options.Name!, "127.0.0.1", redis.Server.Port).Retried();
        new PoolInstruments(options.Name!, "127.0.0.1", redis.Server.Port).Reconnecting(); // a server would have to be gone for seconds
        new PoolInstruments(options.Name!, "127.0.0.1", redis.Server.Port).Healed();
        new PoolInstruments(options.Name!, "127.0.0.1", redis.Server.Port).SubscriptionGap(RedisGapCause.Reconnected);
        await Eventually.CollectedAsync(() => pool.GetSnapshot().Leaks.Count == 1);
        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Closing) == 0);
        await Eventually.TrueAsync(() =>
        {
            metrics.Clear();
            provider.ForceFlush();
            return MetricReadings.Of(metrics, options.Name!, "redisguard.subscription.handler.failures").Count > 0
                && MetricReadings.Of(metrics, options.Name!, "redisguard.leaks").Count > 0;
        });

        string[] expected =
        [
            "db.client.connection.count {connection} db.client.connection.pool.name,db.client.connection.state,server.address,server.port",
            "db.client.connection.create_time s db.client.connection.pool.name,server.address,server.port",
            "db.client.connection.idle.max {connection} db.client.connection.pool.name,server.address,server.port",
            "db.client.connection.idle.min {connection} db.client.connection.pool.name,server.address,server.port",
            "db.client.connection.max {connection} db.client.connection.pool.name,server.address,server.port",
            "db.client.connection.pending_requests {request} db.client.connection.pool.name,server.address,server.port",
            "db.client.connection.timeouts {timeout} db.client.connection.pool.name,server.address,server.port",
            "db.client.connection.use_time s db.client.connection.pool.name,server.address,server.port",
            "db.client.connection.wait_time s db.client.connection.pool.name,server.address,server.port",
            "redisguard.breaker {pool} db.client.connection.pool.name,redisguard.breaker.state,server.address,server.port",
            "redisguard.breaker.rejections {call} db.client.connection.pool.name,server.address,server.port",
            "redisguard.connection.healings {socket} db.client.connection.pool.name,server.address,server.port",
            "redisguard.health {pool} db.client.connection.pool.name,redisguard.health.state,server.address,server.port",
            "redisguard.leaks {leak} code.file.path,code.function.name,code.line.number,db.client.connection.pool.name,redisguard.leak.kind,server.address,server.port",
            "redisguard.reconnect.attempts {attempt} db.client.connection.pool.name,server.address,server.port",
            "redisguard.retries {retry} db.client.connection.pool.name,server.address,server.port",
            "redisguard.subscription.count {subscription} db.client.connection.pool.name,server.address,server.port",
            "redisguard.subscription.gaps {gap} db.client.connection.pool.name,redisguard.subscription.gap.cause,server.address,server.port",
            "redisguard.subscription.handler.failures {failure} db.client.connection.pool.name,server.address,server.port",
            "redisguard.subscription.messages.dropped {message} db.client.connection.pool.name,server.address,server.port",
        ];
        // The meter is the process's: what only pools of other tests have done is in the list too, without a point of this one.
        Assert.Equal(expected, metrics.Where(metric => MetricReadings.Of([metric], options.Name!, metric.Name).Count > 0).Select(metric => Describe(metric, options.Name!)).Order(StringComparer.Ordinal));
        Assert.Equal(3, MetricReadings.Of(metrics, options.Name!, "db.client.connection.max").Single().GetSumLong());
        Assert.Equal(1, MetricReadings.Of(metrics, options.Name!, "db.client.connection.timeouts").Single().GetSumLong());
        Assert.Equal(1, MetricReadings.Of(metrics, options.Name!, "redisguard.leaks").Single().GetSumLong());
        Assert.Equal(4, MetricReadings.Of(metrics, options.Name!, "db.client.connection.wait_time").Single().GetHistogramCount());
        Assert.Equal([1L, 1L], MetricReadings.Of(metrics, options.Name!, "db.client.connection.count").Select(static point => point.GetSumLong()));
    }

    /// <summary>The usual buckets are for milliseconds: in seconds all would lie in the first.</summary>
    [Fact]
    public void Histograms_AdviseBucketsOfSeconds()
    {
        _ = new PoolInstruments("advice").Tags;
        var advised = new List<IReadOnlyList<double>>();
        using var ear = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Meter && instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } buckets })
                {
                    advised.Add(buckets);
                }
            },
        };
        ear.Start();

        Assert.Equal(3, advised.Count);
        Assert.All(advised, static buckets => Assert.Equal((0.0001, 60), (buckets[0], buckets[^1])));
    }

    [Fact]
    public async Task ConnectingAndWaiting_AreActivities()
    {
        var activities = new List<Activity>();
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(Meter).AddInMemoryExporter(activities).Build();
        await using var pool = Pools.Fake(new FakeOpener(), static options => options.MaxConnections = 1);

        var held = await pool.RentAsync(Cancel);
        var waiting = pool.RentAsync(Cancel).AsTask();
        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
        provider.Dispose(); // or the pools of tests that run beside this one go on adding to the list

        var names = activities.Where(activity => Equals(activity.GetTagItem("db.client.connection.pool.name"), pool.Name)).Select(static activity => activity.OperationName);
        Assert.Equal(["redisguard.connect", "redisguard.rent"], names);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LeakAsync(RedisPool pool) => await pool.RentAsync(Cancel);

    private static string Describe(Metric metric, string pool)
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var point in MetricReadings.Of([metric], pool, metric.Name))
        {
            foreach (var tag in point.Tags)
            {
                tags.Add(tag.Key);
            }
        }

        return $"{metric.Name} {metric.Unit} {string.Join(',', tags)}";
    }
}

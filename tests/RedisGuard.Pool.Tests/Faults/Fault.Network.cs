using System.Collections.Concurrent;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using RedisGuard.Pool.Tests.Servers;
using RedisGuard.Pool.Tests.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Faults;

// What the network does between them.
internal static partial class Fault
{
    public static Task LatencyAsync() => ProxiedAsync(
        static proxy => proxy.Latency = TimeSpan.FromMilliseconds(30),
        static proxy => proxy.Latency = TimeSpan.Zero,
        TimeSpan.FromSeconds(2),
        static async (patient, _) => Assert.InRange(await patient.Pool.GetDatabase().PingAsync(), TimeSpan.FromMilliseconds(30), Soon));

    public static Task SlicingAsync() => ProxiedAsync(
        static proxy => proxy.Slice = 3,
        static proxy => proxy.Slice = 16 * 1024,
        TimeSpan.FromSeconds(2),
        static (_, proxy) => Eventually.TrueAsync(() => proxy.Slices > 100));

    public static Task ResetAsync() =>
        ProxiedAsync(static proxy => proxy.Reset(), static _ => { }, TimeSpan.Zero, static (patient, _) => patient.IsToldOfGapsAsync());

    public static Task HalfCloseAsync() =>
        ProxiedAsync(static proxy => proxy.HalfClose(), static _ => { }, TimeSpan.Zero, static (patient, _) => patient.IsToldOfGapsAsync());

    /// <summary>Nothing comes through for 6 s, on connections that stay open.</summary>
    public static Task BlackHoleAsync() => ProxiedAsync(
        static proxy => proxy.IsBlackHole = true,
        static proxy =>
        {
            proxy.IsBlackHole = false;
            proxy.Reset();
        },
        TimeSpan.FromSeconds(6),
        static (patient, _) => patient.FeelsAsync<RedisTimeoutException>());

    /// <summary>Each connection is cut after some bytes, in the middle of a reply.</summary>
    public static Task ByteLimitAsync() => ProxiedAsync(
        static proxy =>
        {
            proxy.ByteLimit = 5000;
            proxy.Reset();
        },
        static proxy =>
        {
            proxy.ByteLimit = long.MaxValue;
            proxy.Reset();
        },
        TimeSpan.FromSeconds(4),
        static (patient, _) => patient.IsToldOfGapsAsync());

    /// <summary>
    /// What is between forgets the connections that there are, as firewalls do: nothing of them comes through, and nobody is
    /// told. The one fault here that the library alone doesn't notice for long.
    /// </summary>
    public static async Task ForgottenAsync()
    {
        var metrics = new List<Metric>();
        using var meter = Sdk.CreateMeterProviderBuilder().AddMeter("RedisGuard.Pool").AddInMemoryExporter(metrics).Build();
        await using var server = await RedisFixture.StartAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using var beside = await ConnectAsync($"{Configuration(server)},allowAdmin=true");
        using var logs = new Doubles.FakeLoggers();
        var options = Doubles.Pools.Options(options =>
        {
            options.Configuration = proxy.Configuration;
            options.AcquireTimeout = TimeSpan.FromSeconds(30);
            options.HealthCheckInterval = TimeSpan.FromSeconds(2);
            options.MaxConnections = 2;
        });
        await using var pool = new RedisPool(options, logs);
        var channel = RedisChannel.Literal(options.Name!);
        var told = new ConcurrentQueue<string>();
        await using var subscription = await pool.SubscribeAsync(
            channel,
            message => told.Enqueue(message.Value.ToString()),
            new RedisSubscriptionOptions
            {
                OnGap = gap =>
                {
                    told.Enqueue(gap.Cause.ToString());
                    return Task.CompletedTask;
                },
            },
            Cancel);
        var kept = pool.GetDatabase();
        await kept.PingAsync();
        var (names, began) = (await NamesAsync(), TimeProvider.System.GetTimestamp());

        proxy.ForgetConnections();
        await Eventually.TrueAsync(() => kept.PingAsync().ContinueWith(static ping => ping.IsCompletedSuccessfully, TaskScheduler.Default));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15)); // 22 s on the bare library

        await Eventually.TrueAsync(() => !told.IsEmpty);
        await beside.GetSubscriber().PublishAsync(channel, "after");
        await Eventually.TrueAsync(() => told.Contains("after"));
        Assert.Equal(["Reconnected", "after"], told);
        Assert.Equal(names, await NamesAsync());
        Assert.Same(kept.Multiplexer, pool.GetDatabase().Multiplexer);
        Assert.Equal(2, pool.GetSnapshot().Healings);
        await Eventually.TrueAsync(() => pool.GetSnapshot().Health.State == RedisHealthState.Healthy);
        meter.ForceFlush();
        Assert.Equal(2, MetricReadings.Of(metrics, options.Name!, "redisguard.connection.healings").Single().GetSumLong());
        Assert.Equal(1, MetricReadings.Of(metrics, options.Name!, "redisguard.subscription.gaps").Single().GetSumLong());

        async Task<string[]> NamesAsync()
        {
            var clients = (string)(await beside.GetServers()[0].ExecuteAsync("CLIENT", "LIST"))!;
            return [.. clients.Split('\n', ' ').Where(field => field.StartsWith($"name=rg:{options.ApplicationName}:", StringComparison.Ordinal)).Distinct()];
        }
    }

    private static async Task ProxiedAsync(Action<TcpProxy> begin, Action<TcpProxy> end, TimeSpan lasts, Func<Patient, TcpProxy, Task> isFelt)
    {
        await using var server = await RedisFixture.StartAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using var patient = await Patient.StartAsync(proxy.Configuration);
        await patient.WorksAsync();
        begin(proxy);
        await Task.WhenAll(Task.Delay(lasts, Cancel), isFelt(patient, proxy));
        end(proxy);
        await patient.IsWholeAsync(mostLines: 4, Soon);
    }
}

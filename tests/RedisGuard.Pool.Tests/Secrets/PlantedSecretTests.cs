using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Resilience;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Secrets;

/// <summary>
/// Random configurations with a planted password, most of them malformed: it is searched in every output. 100 000 of them
/// through the readers, and some through a whole pool. <c>REDISGUARD_TEST_SEED</c> repeats a run.
/// </summary>
public sealed class PlantedSecretTests(ITestOutputHelper output)
{
    private const int Configurations = 100_000;
    private const int Pools = 100;

    private static int FirstSeed =>
        int.TryParse(Environment.GetEnvironmentVariable("REDISGUARD_TEST_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Environment.TickCount & 0xFFFFFF;

    [Fact]
    public void NoReaderShowsIt()
    {
        var first = FirstSeed;
        var refused = 0;
        for (var seed = first; seed < first + Configurations; seed++)
        {
            var planted = new PlantedSecret(seed);
            string shown;
            try
            {
                shown = Settings(planted.Text);
            }
            catch (RedisPoolConfigurationException e)
            {
                refused++;
                shown = e.ToString();
            }

            Search(planted, seed, shown);
        }

        output.WriteLine($"{Configurations} configurations from seed {first}: {refused} refused");
        Assert.InRange(refused, Configurations / 5, Configurations * 9 / 10);
    }

    [Fact]
    public async Task NoOutputOfAPoolHasIt()
    {
        var first = FirstSeed;
        var opened = 0;
        for (var seed = first; seed < first + Pools; seed++)
        {
            var planted = new PlantedSecret(seed);
            var heard = new ConcurrentQueue<string>();
            opened += await RunAsync(planted, heard) ? 1 : 0;
            foreach (var text in heard)
            {
                Search(planted, seed, text);
            }
        }

        output.WriteLine($"{Pools} pools from seed {first}: {opened} opened");
        Assert.InRange(opened, 1, Pools);
    }

    [Fact]
    public void SearchThatFinds_Fails() =>
        Assert.ThrowsAny<Exception>(static () => Search(new PlantedSecret(1), 1, $"before {new PlantedSecret(1).Tail} after"));

    // What the server and the reader of a message see of a configuration that can be used.
    private static string Settings(string text)
    {
        var options = Doubles.Pools.Options();
        options.Configuration = text;
        var settings = new ConnectionSettings(options, new ReconnectTally(new PoolInstruments("planted")));
        return $"{settings.EndPoints} {settings.For(RedisConnectionKind.Exclusive).ClientName} {options}";
    }

    private static async Task<bool> RunAsync(PlantedSecret planted, ConcurrentQueue<string> heard)
    {
        var logs = new FakeLoggers();
        using var ear = Listen(heard);
        using var spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == PoolInstruments.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => heard.Enqueue($"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(spans);
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(logs).AddLogging();
        services.AddRedisGuard(options => options.Configuration = planted.Text);
        services.AddHealthChecks().AddRedisGuard();
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        foreach (var entry in report.Entries.Values)
        {
            heard.Enqueue($"{entry.Description} {entry.Exception} {JsonSerializer.Serialize(entry.Data)}");
        }

        var isOpen = false;
        try
        {
            var options = provider.GetRequiredService<IOptions<RedisPoolOptions>>().Value;
            options.MaxConnections = 1;
            options.AcquireTimeout = TimeSpan.FromMilliseconds(1);
            var opener = new FakeOpener { OnOpen = static number => number == 1 ? Task.FromException(Failures.Connection("refused")) : Task.CompletedTask };
            await using var pool = new RedisPool(options, logs, TimeProvider.System, opener, default);
            isOpen = true;
            heard.Enqueue((await Assert.ThrowsAsync<RedisConnectionException>(() => pool.RentAsync(TestContext.Current.CancellationToken).AsTask())).ToString());
            await using var lease = await pool.RentAsync(TestContext.Current.CancellationToken);
            heard.Enqueue((await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => pool.RentAsync(TestContext.Current.CancellationToken).AsTask())).ToString());
            heard.Enqueue($"{pool} {lease} {options} {pool.GetSnapshot()} {JsonSerializer.Serialize(pool.GetSnapshot())}");
            ear.RecordObservableInstruments();
        }
        catch (Exception e) when (e is RedisPoolConfigurationException or OptionsValidationException)
        {
            heard.Enqueue(e.ToString());
        }

        foreach (var record in logs.All)
        {
            heard.Enqueue($"{record.Message} {record.Exception} {JsonSerializer.Serialize(record.StructuredState)}");
        }

        return isOpen;
    }

    private static MeterListener Listen(ConcurrentQueue<string> heard)
    {
        var ear = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == PoolInstruments.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        ear.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        ear.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        ear.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        ear.Start();
        return ear;

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            heard.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}");
    }

    private static void Search(PlantedSecret planted, int seed, string text)
    {
        if (text.Contains(planted.Head, StringComparison.OrdinalIgnoreCase) || text.Contains(planted.Tail, StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail($"Seed {seed}: the password {planted.Whole} of «{planted.Text}» is in «{text}»");
        }
    }
}

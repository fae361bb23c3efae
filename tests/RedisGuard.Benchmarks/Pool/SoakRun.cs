using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>
/// Two hosts, each with a pool, under work of every kind, with killed and paused clients and with loggers and listeners that
/// throw. Each minute it prints permits, sockets, memory and handles; what grows is a leak.
/// </summary>
internal static class SoakRun
{
    private const int Limit = 12;
    private const int Workers = 12;

    private static readonly string[] Names = ["soak-one", "soak-two"];
    private static long s_done;
    private static long s_failed;
    private static long s_hostile;

    public static async Task RunAsync(string configuration, double minutes)
    {
        using var ear = Listen();
        AppDomain.CurrentDomain.UnhandledException += static (_, e) => Console.WriteLine($"UNHANDLED {e.ExceptionObject}");
        TaskScheduler.UnobservedTaskException += static (_, e) => Console.WriteLine($"UNOBSERVED {e.Exception.InnerException}");
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{configuration},allowAdmin=true").ConfigureAwait(false);
        var hosts = Names.Select(name => Host(configuration, name)).ToArray();
        var pools = hosts.Select(static host => host.GetRequiredService<RedisPool>()).ToArray();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var work = pools.SelectMany(pool => Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(pool, worker, stop.Token)))).ToList();
#pragma warning disable CA2025 // All of the work is awaited before the connection that it uses is closed.
        work.Add(Task.Run(() => FaultsAsync(admin, stop.Token)));
#pragma warning restore CA2025
        Console.WriteLine("min   done      failed  hostile  permits(one,two)  connections  sockets  heap MiB  rss MiB  handles  threads");
        for (var minute = 1; !stop.IsCancellationRequested; minute++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await PrintAsync(minute, admin, pools).ConfigureAwait(false);
        }

        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await Task.Delay(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        Console.WriteLine("at rest:");
        await PrintAsync(0, admin, pools).ConfigureAwait(false);
        foreach (var pool in pools)
        {
            var leases = new List<RedisLease>();
            for (var count = 0; count < Limit - 1; count++)
            {
                leases.Add(await pool.RentAsync().ConfigureAwait(false));
            }

            leases.ForEach(static lease => lease.Dispose());
            Console.WriteLine($"{pool.Name}: the whole limit can be rented");
        }

        foreach (var host in hosts)
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }

        Console.WriteLine("closed:");
        await PrintAsync(0, admin, pools).ConfigureAwait(false);
    }

    private static ServiceProvider Host(string configuration, string name)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory, HostileLoggers>();
        services.AddRedisGuard(options =>
        {
            options.Configuration = configuration;
            options.Name = name;
            options.ApplicationName = "soak";
            options.MaxConnections = Limit;
            options.AcquireTimeout = TimeSpan.FromSeconds(2);
        });
        return services.BuildServiceProvider();
    }

    private static async Task WorkAsync(RedisPool pool, int worker, CancellationToken stop)
    {
        var random = new Random(worker);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await OnceAsync(pool, random).ConfigureAwait(false);
                Interlocked.Increment(ref s_done);
            }
#pragma warning disable CA1031 // Faults are the point; whatever they are, the next turn comes.
            catch (Exception)
#pragma warning restore CA1031
            {
                Interlocked.Increment(ref s_failed);
                await Task.Delay(10, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static async Task OnceAsync(RedisPool pool, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                // Dropped: to be found by the collector.
                _ = await pool.RentAsync().ConfigureAwait(false);
                break;
            case 1:
                await using (var lease = await pool.RentAsync().ConfigureAwait(false))
                {
                    await lease.Database.ExecuteAsync("WATCH", "soak").ConfigureAwait(false);
                    await lease.Database.ExecuteAsync("MULTI").ConfigureAwait(false);
                    await lease.Database.ExecuteAsync("EXEC").ConfigureAwait(false);
                }

                break;
            case 2:
                await using (var lease = await pool.RentAsync().ConfigureAwait(false))
                {
                    _ = lease.Database.ExecuteAsync("BLPOP", "nothing", "0.5").ContinueWith(static done => done.Exception, TaskScheduler.Default);
                }

                break;
            case 3:
                (await pool.RentAsync().ConfigureAwait(false)).Abandon();
                break;
            case 4:
                await using (await pool.SubscribeAsync(RedisChannel.Literal("soak"), static _ => throw new InvalidOperationException("handler")).ConfigureAwait(false))
                {
                    await (await pool.GetDatabaseAsync().ConfigureAwait(false)).PublishAsync(RedisChannel.Literal("soak"), 1).ConfigureAwait(false);
                }

                break;
            case 5:
                using (var impatience = new CancellationTokenSource(random.Next(3)))
                {
                    await using var lease = await pool.RentAsync(impatience.Token).ConfigureAwait(false);
                }

                break;
            case 6 or 7 or 8:
                await using (var lease = await pool.RentAsync().ConfigureAwait(false))
                {
                    await lease.Database.StringSetAsync("soak", random.Next()).ConfigureAwait(false);
                }

                break;
            default:
                await pool.ExecuteAsync(static database => database.StringGetAsync("soak")).ConfigureAwait(false);
                break;
        }
    }

    private static async Task FaultsAsync(ConnectionMultiplexer admin, CancellationToken stop)
    {
        var random = new Random(1);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(random.Next(200, 3000), CancellationToken.None).ConfigureAwait(false);
            GC.Collect();
            var server = admin.GetServers()[0];
            if (random.Next(4) == 0)
            {
                await ((Task)server.ExecuteAsync("CLIENT", "PAUSE", random.Next(100, 1500))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            var clients = ((string?)await server.ExecuteAsync("CLIENT", "LIST").ConfigureAwait(false) ?? string.Empty).Split('\n')
                .Where(static line => line.Contains(" name=rg:soak:", StringComparison.Ordinal)).ToArray();
            foreach (var client in clients.Where(_ => random.Next(4) == 0))
            {
                try
                {
                    await server.ExecuteAsync("CLIENT", "KILL", "ID", client.Split(' ')[0].Split('=')[1]).ConfigureAwait(false);
                }
                catch (RedisServerException)
                {
                    // Gone by itself.
                }
            }
        }
    }

    private static async Task PrintAsync(int minute, ConnectionMultiplexer admin, RedisPool[] pools)
    {
        var sockets = ((string?)await admin.GetServers()[0].ExecuteAsync("CLIENT", "LIST").ConfigureAwait(false) ?? string.Empty)
            .Split('\n').Count(static line => line.Contains(" name=rg:soak:", StringComparison.Ordinal));
        using var process = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount;
        var readings = Array.ConvertAll(pools, static pool => pool.Read());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{minute,3}{Interlocked.Read(ref s_done),9}{Interlocked.Read(ref s_failed),10}{Interlocked.Read(ref s_hostile),9}{readings[0].MaxConnections - readings[0].Used,9},{readings[1].MaxConnections - readings[1].Used,-3}{readings.Sum(static now => now.Idle + now.Used),15}{sockets,12}{GC.GetTotalMemory(forceFullCollection: true) / 1048576.0,9:0.0}{process.WorkingSet64 / 1048576.0,9:0}{handles,9}{process.Threads.Count,9}"));
    }

    private static MeterListener Listen()
    {
        var ear = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "RedisGuard.Pool" && !instrument.IsObservable)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        ear.SetMeasurementEventCallback<double>(static (_, _, _, _) => Throw());
        ear.SetMeasurementEventCallback<long>(static (_, _, _, _) => Throw());
        ear.Start();
        return ear;
    }

    private static void Throw()
    {
        if (Interlocked.Increment(ref s_hostile) % 3 == 0)
        {
            throw new InvalidOperationException("a listener");
        }
    }

    private sealed class HostileLoggers : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel)
        {
            Throw();
            return true;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Throw();

        public void Dispose()
        {
            // Nothing to let go of.
        }
    }
}

using StackExchange.Redis;

namespace RedisGuard.Watch.Probe;

/// <summary>Ways to use connections, named after what becomes of them. The tests look for the lines marked below.</summary>
internal static class Shapes
{
    public const int Calls = 4;

    private static readonly List<object> Kept = [];
    private static ConnectionMultiplexer? s_shared;

    public static IReadOnlyDictionary<string, Func<string, Task>> All { get; } = new Dictionary<string, Func<string, Task>>
    {
        // Leaks.
        ["leak-per-call"] = static configuration => RepeatAsync(() => LeakPerCallAsync(configuration)),
        ["leak-synchronously"] = static configuration => RepeatAsync(() => LeakSynchronously(configuration)),
        ["leak-on-shared-options"] = static configuration => LeakOnSharedOptionsAsync(ConfigurationOptions.Parse(configuration)),
        ["leak-on-cloned-options"] = static configuration => LeakOnClonedOptionsAsync(ConfigurationOptions.Parse(configuration)),
        ["leak-in-an-object"] = static configuration => RepeatAsync(async () => await new Cart(configuration).AddAsync()),
        ["leak-in-a-lambda"] = static configuration => RepeatAsync(async () =>
            await Task.Run(async () => await (await ConnectionMultiplexer.ConnectAsync(configuration)).GetDatabase().PingAsync())), // leaks in a lambda
        ["leak-in-a-thread"] = static configuration => RepeatAsync(() => LeakInAThread(configuration)),
        ["leak-on-failure"] = static configuration => RepeatAsync(() => LeakOnFailureAsync(configuration)),
        ["leak-when-replaced"] = static configuration => RepeatAsync(() => LeakWhenReplacedAsync(configuration)),
        ["leak-with-configure"] = static configuration => RepeatAsync(() => LeakWithConfigure(configuration)),

        // Clean.
        ["clean-using"] = static configuration => RepeatAsync(() => CleanUsingAsync(configuration)),
        ["clean-close"] = static configuration => RepeatAsync(() => CleanClose(configuration)),
        ["clean-singleton"] = static configuration => RepeatAsync(() => CleanSingletonAsync(configuration)),
        ["clean-lazy"] = CleanLazyAsync,
        ["clean-local-of-main"] = CleanLocalOfMainAsync,
        ["clean-several-of-main"] = CleanSeveralOfMainAsync,
        ["clean-pub-sub"] = static configuration => RepeatAsync(() => CleanPubSubAsync(configuration)),
        ["clean-unreachable"] = static configuration => RepeatAsync(() => CleanUnreachableAsync()),
        ["clean-parallel"] = static configuration => Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => CleanUsingAsync(configuration))),
        ["clean-busy-to-the-end"] = CleanBusyToTheEndAsync,
        ["clean-no-redis"] = static _ => Task.CompletedTask,

        // Neither.
        ["held-list"] = static configuration => RepeatAsync(async () => Kept.Add(await ConnectionMultiplexer.ConnectAsync(configuration))), // held in a list
        ["parallel"] = static configuration => Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.WhenAll(LeakPerCallAsync(configuration), CleanUsingAsync(configuration)))),
        ["second-library"] = SecondLibraryAsync,
        ["own-defaults"] = OwnDefaultsAsync,
        ["defaults"] = static _ => Defaults.PrintAsync(),
        ["watch-fails"] = WatchFailsAsync,
        ["cost"] = Cost.PrintAsync,
        ["attached"] = AttachedAsync,
        ["churn"] = static configuration => RepeatAsync(() => CleanUsingAsync(configuration), 12),
    };

    private static async Task LeakPerCallAsync(string configuration)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration); // leaks per call
        await connection.GetDatabase().PingAsync();
        GC.KeepAlive(connection);
    }

    private static Task LeakSynchronously(string configuration)
    {
        var connection = ConnectionMultiplexer.Connect(configuration); // leaks synchronously
        connection.GetDatabase().Ping();
        return Task.CompletedTask;
    }

    private static async Task LeakOnSharedOptionsAsync(ConfigurationOptions options)
    {
        for (var call = 0; call < Calls; call++)
        {
            await First(options);
            await Second(options);
        }

        static async Task First(ConfigurationOptions options) => (await ConnectionMultiplexer.ConnectAsync(options)).GetDatabase().Ping(); // leaks on shared options, first
        static async Task Second(ConfigurationOptions options) => (await ConnectionMultiplexer.ConnectAsync(options)).GetDatabase().Ping(); // leaks on shared options, second
    }

    private static async Task LeakOnClonedOptionsAsync(ConfigurationOptions options)
    {
        for (var call = 0; call < Calls; call++)
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(options.Clone()); // leaks on cloned options
            await connection.GetDatabase().PingAsync();
        }
    }

    private static Task LeakInAThread(string configuration)
    {
        var thread = new Thread(() => ConnectionMultiplexer.Connect(configuration).GetDatabase().Ping()); // leaks in a thread
        thread.Start();
        thread.Join();
        return Task.CompletedTask;
    }

    private static async Task LeakOnFailureAsync(string configuration)
    {
        try
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(configuration); // leaks on failure
            await connection.GetDatabase().ExecuteAsync("NO-SUCH-COMMAND");
            await connection.DisposeAsync();
        }
        catch (RedisServerException)
        {
        }
    }

    private static async Task LeakWhenReplacedAsync(string configuration)
    {
        s_shared = await ConnectionMultiplexer.ConnectAsync(configuration); // leaks when replaced
        await s_shared.GetDatabase().PingAsync();
        s_shared = null;
    }

    private static Task LeakWithConfigure(string configuration)
    {
        var connection = ConnectionMultiplexer.Connect(configuration, static options => options.SyncTimeout = 4000); // leaks with configure
        connection.GetDatabase().Ping();
        return Task.CompletedTask;
    }

    private static async Task CleanUsingAsync(string configuration)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration); // clean using
        await connection.GetDatabase().PingAsync();
    }

    private static Task CleanClose(string configuration)
    {
        var connection = ConnectionMultiplexer.Connect(configuration);
        connection.GetDatabase().Ping();
        connection.Close();
        return Task.CompletedTask;
    }

    private static async Task CleanSingletonAsync(string configuration)
    {
        s_shared ??= await ConnectionMultiplexer.ConnectAsync(configuration);
        await s_shared.GetDatabase().PingAsync();
    }

    private static async Task CleanLazyAsync(string configuration)
    {
        var lazy = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(configuration));
        Kept.Add(lazy);
        await lazy.Value.GetDatabase().PingAsync();
    }

    private static async Task CleanLocalOfMainAsync(string configuration)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        await connection.GetDatabase().PingAsync();
        Endings.HeldByMain.Add(connection);
    }

    private static async Task CleanSeveralOfMainAsync(string configuration)
    {
        for (var call = 0; call < Calls; call++)
        {
            Endings.HeldByMain.Add(await ConnectionMultiplexer.ConnectAsync(configuration));
        }

        foreach (var connection in Endings.HeldByMain)
        {
            await connection.GetDatabase().PingAsync();
        }
    }

    // Threads that nobody waits for use a connection while the process ends, so many that commands queue.
    private static async Task CleanBusyToTheEndAsync(string configuration)
    {
        s_shared = await ConnectionMultiplexer.ConnectAsync(configuration);
        var database = s_shared.GetDatabase();
        for (var worker = 0; worker < 8; worker++)
        {
            new Thread(() =>
            {
                while (true)
                {
                    database.StringSet("busy", "to the end", flags: CommandFlags.FireAndForget);
                    database.Ping();
                }
            })
            { IsBackground = true }.Start();
        }

        await Task.Delay(200);
    }

    private static async Task CleanPubSubAsync(string configuration)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var subscriber = connection.GetSubscriber();
        await subscriber.SubscribeAsync(RedisChannel.Literal("news"), static (_, _) => { });
        await subscriber.UnsubscribeAllAsync();
    }

    // As a host of plug-ins does.
    private static Task SecondLibraryAsync(string configuration)
    {
        new System.Runtime.Loader.AssemblyLoadContext("plug-in").LoadFromAssemblyPath(typeof(ConnectionMultiplexer).Assembly.Location);
        return CleanUsingAsync(configuration);
    }

    // As Microsoft.Azure.StackExchangeRedis does: no provider is asked.
    private static async Task OwnDefaultsAsync(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.Defaults = new StackExchange.Redis.Configuration.DefaultOptionsProvider();
        Kept.Add(await ConnectionMultiplexer.ConnectAsync(options));
    }

    // Runs for a while, is attached to, and goes on: what it does next waits for a line of input.
    private static async Task AttachedAsync(string configuration)
    {
        await RepeatAsync(async () => Kept.Add(await ConnectionMultiplexer.ConnectAsync(configuration)));
        await OwnDefaultsAsync(configuration);
        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadLineAsync();
        Kept.Add(await ConnectionMultiplexer.ConnectAsync(configuration)); // opened after the attach
        await CleanUsingAsync(configuration);
        await RepeatAsync(() => LeakPerCallAsync(configuration), 2);
    }

    // Takes away what the watch needs, as a full disk would.
    private static async Task WatchFailsAsync(string configuration)
    {
        await CleanUsingAsync(configuration);
        Directory.Delete(Environment.GetEnvironmentVariable("REDISGUARD_WATCH_REPORTS")!, recursive: true);
    }

    private static async Task CleanUnreachableAsync()
    {
        try
        {
            await ConnectionMultiplexer.ConnectAsync("127.0.0.1:1,connectTimeout=200,connectRetry=1");
        }
        catch (RedisConnectionException)
        {
        }
    }

    private static async Task RepeatAsync(Func<Task> call, int times = Calls)
    {
        for (var time = 0; time < times; time++)
        {
            await call();
        }
    }

    private sealed class Cart(string configuration)
    {
        private readonly ConnectionMultiplexer _connection = ConnectionMultiplexer.Connect(configuration); // leaks in an object

        public Task<TimeSpan> AddAsync() => _connection.GetDatabase().PingAsync();
    }
}

namespace RedisGuard.Package.Tests.Consumers;

/// <summary>Sources that the throw-away projects are made of.</summary>
internal static class Programs
{
    /// <summary>Opens a connection for each call, and nobody closes it.</summary>
    public const string Leaky = """
        using StackExchange.Redis;

        for (var visit = 0; visit < 3; visit++)
        {
            Console.WriteLine(await Greeting.ReadAsync());
        }

        internal static class Greeting
        {
            public static async Task<string?> ReadAsync()
            {
                var connection = await ConnectionMultiplexer.ConnectAsync("localhost:6379");
                return await connection.GetDatabase().StringGetAsync("greeting");
            }
        }
        """;

    /// <summary>The same words without the library: a type that only looks like it.</summary>
    public const string LookAlike = """
        var connection = ConnectionMultiplexer.Connect("localhost:6379");
        Console.WriteLine(connection.GetDatabase());

        internal sealed class ConnectionMultiplexer : IDisposable
        {
            public static ConnectionMultiplexer Connect(string configuration) => new();
            public string GetDatabase() => "none";
            public void Dispose() { }
        }
        """;

    /// <summary>Through the pool, which connects to nothing until it is used.</summary>
    public const string Pooled = """
        using RedisGuard.Pool;

        var pool = RedisPool.For("localhost:6379");
        Console.WriteLine(pool.GetSnapshot() is null ? "no snapshot" : "the pool is ready");
        """;

    /// <summary>Faults of four rules, each of which has a fix: RG2005, RG3003, RG3006, RG3008.</summary>
    public const string OfSeveralRules = """
        using StackExchange.Redis;

        internal static class Program
        {
            private static void Main() => Console.WriteLine("ready");

            public static void Listen(ISubscriber subscriber)
                => subscriber.Subscribe(RedisChannel.Literal("news"), async (channel, value) => await SaveAsync(value));

            public static void Fill(IDatabase database)
            {
                var batch = database.CreateBatch();
                _ = batch.StringSetAsync("a", 1);
            }

            public static async Task BookAsync(IDatabase database, string token)
            {
                if (await database.LockTakeAsync("book", token, TimeSpan.FromSeconds(5)))
                {
                    await SaveAsync(token);
                    await database.LockReleaseAsync("book", token);
                }
            }

            public static async Task CountAsync(IDatabase database, string token)
            {
                await database.LockTakeAsync("count", token, TimeSpan.FromSeconds(5));
                try
                {
                    await SaveAsync(token);
                }
                finally
                {
                    await database.LockReleaseAsync("count", token);
                }
            }

            private static Task SaveAsync(RedisValue value) => Console.Out.WriteLineAsync(value.ToString());
        }
        """;

    /// <summary>Three faults of a web application: opened per request, opened by racing callers, forgotten by its owner.</summary>
    public const string LeakyServices = """
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        namespace FormattedWeb;

        [ApiController]
        public class BasketController(IConfiguration configuration) : ControllerBase
        {
            [HttpGet("basket")]
            public async Task<string?> Get(string key)
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration.GetConnectionString("Redis")!);
                return await connection.GetDatabase().StringGetAsync(key);
            }
        }

        public static class Jobs
        {
            private static ConnectionMultiplexer? s_redis;

            public static ConnectionMultiplexer Redis
            {
                get
                {
                    // first time?
                    if (s_redis == null)
                    {
                        s_redis = ConnectionMultiplexer.Connect("localhost");
                    }

                    return s_redis;
                }
            }
        }

        public sealed class Holder(string configuration) : IDisposable
        {
            private ConnectionMultiplexer? _redis = ConnectionMultiplexer.Connect(configuration);

            public IDatabase Database => _redis!.GetDatabase();

            public void Dispose() => _redis = null;
        }

        """;

    /// <summary>What the fixes make of <see cref="LeakyServices"/>.</summary>
    public const string CuredServices = """
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        namespace FormattedWeb;

        [ApiController]
        public class BasketController(IConfiguration configuration) : ControllerBase
        {
            [HttpGet("basket")]
            public async Task<string?> Get(string key)
            {
                var connection = await RedisConnections.GetAsync(configuration.GetConnectionString("Redis")!);
                return await connection.GetDatabase().StringGetAsync(key);
            }
        }

        public static class Jobs
        {
            private static readonly Lazy<ConnectionMultiplexer> s_redis = new(() => ConnectionMultiplexer.Connect("localhost", options => options.AbortOnConnectFail = false));

            public static ConnectionMultiplexer Redis
            {
                get
                {
                    return s_redis.Value;
                }
            }
        }

        public sealed class Holder(string configuration) : IDisposable
        {
            private ConnectionMultiplexer? _redis = ConnectionMultiplexer.Connect(configuration);

            public IDatabase Database => _redis!.GetDatabase();

            public void Dispose()
            {
                _redis?.Dispose();
                _redis = null;
            }
        }

        """;

    /// <summary>A web application that does nothing.</summary>
    public const string Web = "WebApplication.Create(args).Run();\n";

    /// <summary>A Blazor component that leaves its handler at the connection; the call stands in line 12.</summary>
    public const string LeakyComponent = """
        @using Microsoft.AspNetCore.Components
        @using StackExchange.Redis
        @inject IConnectionMultiplexer Redis

        <p>@_ticks</p>

        @code {
            private int _ticks;

            protected override async Task OnInitializedAsync()
            {
                await Redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("ticks"), (_, _) =>
                {
                    _ticks++;
                    InvokeAsync(StateHasChanged);
                });
            }
        }
        """;

    /// <summary>The same, which unsubscribes when its circuit ends.</summary>
    public const string CleanComponent = """
        @using Microsoft.AspNetCore.Components
        @using StackExchange.Redis
        @inject IConnectionMultiplexer Redis
        @implements IAsyncDisposable

        <p>@_time</p>

        @code {
            private string _time = "";
            private ChannelMessageQueue? _queue;

            protected override async Task OnInitializedAsync()
            {
                _queue = await Redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("time"));
                _queue.OnMessage(message =>
                {
                    _time = message.Message.ToString();
                    return InvokeAsync(StateHasChanged);
                });
            }

            public async ValueTask DisposeAsync()
            {
                if (_queue is not null)
                {
                    await _queue.UnsubscribeAsync();
                }
            }
        }
        """;
}

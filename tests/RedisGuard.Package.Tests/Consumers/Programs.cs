namespace RedisGuard.Package.Tests.Consumers;

/// <summary>What the throw-away projects are made of.</summary>
internal static class Programs
{
    /// <summary>Opens a connection for each call, and nobody closes it.</summary>
    public const string Leaky = """
        using StackExchange.Redis;

        Console.WriteLine(await Greeting.ReadAsync());

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

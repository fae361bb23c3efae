using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Sharing;

/// <summary>Code that has its services injected gets the registered connection so, too.</summary>
public class InjectFixTests
{
    private const string Registered = """
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Start
        {
            public static void Add(IServiceCollection services, IConfiguration configuration)
            {
                var redis = configuration.GetConnectionString("Redis")!;
                services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(redis));
            }
        }
        """;

    [Fact]
    public Task ConstructorWithServices_GetsOneMore() => Verify(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        [ApiController]
        public class BasketController : ControllerBase
        {
            private readonly IConfiguration _configuration;

            public BasketController(IConfiguration configuration)
            {
                _configuration = configuration;
            }

            [HttpGet]
            public async Task<string?> Get(string key)
            {
                using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync(_configuration.GetConnectionString("Redis")!)|};
                return await connection.GetDatabase().StringGetAsync(key);
            }

            [HttpPut]
            public void Put(string key, string value)
            {
                using ConnectionMultiplexer connection = {|RG1001:ConnectionMultiplexer.Connect(_configuration["ConnectionStrings:Redis"]!)|};
                connection.GetDatabase().StringSet(key, value);
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        [ApiController]
        public class BasketController : ControllerBase
        {
            private readonly IConfiguration _configuration;
            private readonly IConnectionMultiplexer _redis;

            public BasketController(IConfiguration configuration, IConnectionMultiplexer redis)
            {
                _configuration = configuration;
                _redis = redis;
            }

            [HttpGet]
            public async Task<string?> Get(string key)
            {
                return await _redis.GetDatabase().StringGetAsync(key);
            }

            [HttpPut]
            public void Put(string key, string value)
            {
                _redis.GetDatabase().StringSet(key, value);
            }
        }
        """);

    [Fact]
    public Task PrimaryConstructor_GetsOneMore() => Verify(
        """
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        public class Chat(
            IConfiguration configuration) : Hub
        {
            public object Settings => configuration;

            public Task Say(string text) => {|RG1001:ConnectionMultiplexer.Connect(configuration.GetConnectionString("Redis")!)|}.GetDatabase().StringSetAsync("last", text);
        }
        """,
        """
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        public class Chat(
            IConfiguration configuration,
            IConnectionMultiplexer redis) : Hub
        {
            public object Settings => configuration;

            public Task Say(string text) => redis.GetDatabase().StringSetAsync("last", text);
        }
        """);

    [Fact]
    public Task ParameterThatIsNotNeededAnyMore_IsReplaced() => Verify(
        """
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        public class Chat(IConfiguration configuration) : Hub
        {
            public Task Say(string text) => {|RG1001:ConnectionMultiplexer.Connect(configuration.GetConnectionString("Redis")!)|}.GetDatabase().StringSetAsync("last", text);
        }
        """,
        """
        using Microsoft.AspNetCore.SignalR;
        using StackExchange.Redis;

        public class Chat(IConnectionMultiplexer redis) : Hub
        {
            public Task Say(string text) => redis.GetDatabase().StringSetAsync("last", text);
        }
        """);

    [Theory]
    [InlineData("configuration.GetConnectionString(\"Sessions\")!", "")]
    [InlineData("\"localhost\"", "")]
    [InlineData("configuration.GetConnectionString(\"Redis\")!", "static class Made { public static object It(IConfiguration c) => new Chat(c); }")]
    public Task AnotherServerOrCaller_IsNotOffered(string configuration, string more) => RealRules<InjectFixProvider>.VerifyNotOfferedAsync(
        $$"""
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        public class Chat(IConfiguration configuration) : Hub
        {
            public object? First { get; } = configuration;

            public Task Say(string text) => {|RG1001:ConnectionMultiplexer.Connect({{configuration}})|}.GetDatabase().StringSetAsync("last", text);
        }

        {{more}}
        """,
        new() { Files = [("Start.cs", Registered)] });

    private const string PoolRegistered = """
        using Microsoft.Extensions.DependencyInjection;

        static class Start
        {
            public static void Add(IServiceCollection services) => services.AddRedisGuard();
        }
        """;

    private const string ChurningHub = """
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        public class Chat(IConfiguration configuration) : Hub
        {
            public Task Say(string text) => {|RG1001:ConnectionMultiplexer.Connect(configuration.GetConnectionString("Redis")!)|}.GetDatabase().StringSetAsync("last", text);
        }
        """;

    [Fact]
    public Task RegisteredPool_IsInjected() => RealRules<InjectFixProvider>.VerifyAsync(
        ChurningHub,
        """
        using Microsoft.AspNetCore.SignalR;
        using StackExchange.Redis;

        public class Chat(IConnectionMultiplexer redis) : Hub
        {
            public Task Say(string text) => redis.GetDatabase().StringSetAsync("last", text);
        }
        """,
        new() { Pool = true, Files = [("Start.cs", PoolRegistered)] });

    [Fact]
    public Task PoolBesideTheRegisteredOne_IsNotOffered() => RealRules<PoolFixProvider>.VerifyNotOfferedAsync(
        ChurningHub, new() { Pool = true, Files = [("Start.cs", PoolRegistered)] });

    /// <summary>A scoped service opens again and again wherever it opens, without the pool too.</summary>
    [Fact]
    public Task ScopedService_GetsTheRegisteredOne() => Verify(
        """
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        public class Basket
        {
            private readonly ConnectionMultiplexer _redis;

            public Basket(IConfiguration configuration)
            {
                _redis = {|RG1001:ConnectionMultiplexer.Connect(configuration.GetConnectionString("Redis")!)|};
            }

            public IDatabase Db => _redis.GetDatabase();
        }
        """,
        """
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        public class Basket
        {
            private readonly IConnectionMultiplexer _redis;

            public Basket(IConfiguration configuration, IConnectionMultiplexer redis)
            {
                _redis = redis;
            }

            public IDatabase Db => _redis.GetDatabase();
        }
        """,
        Registered.Replace("services.AddSingleton", "services.AddScoped<Basket>().AddSingleton", StringComparison.Ordinal));

    [Fact]
    public Task ControllerWithoutAConstructor_GetsOne() => Verify(
        """
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        [ApiController]
        public class StockController : ControllerBase
        {
            [HttpGet]
            public string? Get(string key)
            {
                using var connection = {|RG1001:ConnectionMultiplexer.Connect("localhost:6379")|};
                return connection.GetDatabase().StringGet(key);
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        [ApiController]
        public class StockController : ControllerBase
        {
            private readonly IConnectionMultiplexer _redis;

            public StockController(IConnectionMultiplexer redis)
            {
                _redis = redis;
            }

            [HttpGet]
            public string? Get(string key)
            {
                return _redis.GetDatabase().StringGet(key);
            }
        }
        """,
        Registered.Replace("configuration.GetConnectionString(\"Redis\")!", "\"localhost:6379\"", StringComparison.Ordinal));

    [Fact]
    public Task Endpoint_TakesItAsAParameter() => Verify(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        static class Endpoints
        {
            public static void Map(WebApplication app)
            {
                app.MapGet("/stock/{key}", async (string key) =>
                {
                    await using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync(app.Configuration.GetConnectionString("Redis")!)|};
                    return (await connection.GetDatabase().StringGetAsync(key)).ToString();
                });
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Builder;
        using StackExchange.Redis;

        static class Endpoints
        {
            public static void Map(WebApplication app)
            {
                app.MapGet("/stock/{key}", async (string key, IConnectionMultiplexer redis) =>
                {
                    return (await redis.GetDatabase().StringGetAsync(key)).ToString();
                });
            }
        }
        """);

    private static Task Verify(string before, string after, string? registered = null) =>
        RealRules<InjectFixProvider>.VerifyAsync(before, after, new() { Files = [("Start.cs", registered ?? Registered)] });
}

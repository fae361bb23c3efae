using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>Good code: no rule at all may say a word about it.</summary>
public class SafeIdiomTests
{
    private static readonly TestSetup Program = new() { OutputKind = OutputKind.ConsoleApplication };

    [Fact]
    public Task StaticLazy() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public static class RedisStore
        {
            private static readonly Lazy<ConnectionMultiplexer> LazyConnection =
                new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("localhost,abortConnect=false"));

            public static ConnectionMultiplexer Connection => LazyConnection.Value;

            public static IDatabase Database => Connection.GetDatabase();
        }
        """);

    [Fact]
    public Task StaticLazyFilledInTheStaticConstructor() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public class RedisConnectorHelper
        {
            static RedisConnectorHelper()
            {
                lazyConnection = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("localhost"));
            }

            private static readonly Lazy<ConnectionMultiplexer> lazyConnection;

            public static ConnectionMultiplexer Connection => lazyConnection.Value;
        }
        """);

    [Fact]
    public Task SingletonRegistrations() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IConnectionMultiplexer>(sp =>
        {
            var options = ConfigurationOptions.Parse(builder.Configuration.GetConnectionString("Redis")!);
            options.AbortOnConnectFail = false;
            return ConnectionMultiplexer.Connect(options);
        });
        builder.Services.AddKeyedSingleton<IConnectionMultiplexer>("pubsub", (_, _) => ConnectionMultiplexer.Connect("localhost"));
        builder.Services.AddScoped(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase());
        builder.Services.AddTransient<IDatabase>(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase(1));
        var app = builder.Build();
        app.MapGet("/{key}", async (string key, IConnectionMultiplexer redis) => (string?)await redis.GetDatabase().StringGetAsync(key));
        app.Run();
        """,
        Program);

    [Fact]
    public Task ConsoleProgram() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        await using var redis = await ConnectionMultiplexer.ConnectAsync("localhost");
        var database = redis.GetDatabase();
        await database.StringSetAsync("k", "v");
        Console.WriteLine(await database.StringGetAsync("k"));
        """,
        Program);

    [Fact]
    public Task ConsoleProgramThatLetsTheProcessEnd() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        internal static class Program
        {
            private static async Task Main(string[] args)
            {
                ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(args[0]);
                ISubscriber subscriber = redis.GetSubscriber();
                await subscriber.SubscribeAsync(RedisChannel.Literal("news"), (_, message) => Console.WriteLine(message));
                Console.ReadLine();
            }
        }
        """,
        Program);

    [Theory]
    [InlineData((int)TestFramework.Xunit, "[Fact]", "using Xunit;")]
    [InlineData((int)TestFramework.NUnit, "[Test]", "using NUnit.Framework;")]
    [InlineData((int)TestFramework.NUnit, "[SetUp]", "using NUnit.Framework;")]
    [InlineData((int)TestFramework.NUnit, "[OneTimeSetUp]", "using NUnit.Framework;")]
    [InlineData((int)TestFramework.MSTest, "[TestMethod]", "using Microsoft.VisualStudio.TestTools.UnitTesting;")]
    [InlineData((int)TestFramework.MSTest, "[TestInitialize]", "using Microsoft.VisualStudio.TestTools.UnitTesting;")]
    [InlineData((int)TestFramework.BenchmarkDotNet, "[Benchmark]", "using BenchmarkDotNet.Attributes;")]
    [InlineData((int)TestFramework.BenchmarkDotNet, "[GlobalSetup]", "using BenchmarkDotNet.Attributes;")]
    public Task TestsAndBenchmarks(int framework, string attribute, string import) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;
        {{import}}

        public class CacheTests
        {
            private ConnectionMultiplexer? _connection;

            {{attribute}}
            public void Run()
            {
                _connection = ConnectionMultiplexer.Connect("localhost");
                using var other = ConnectionMultiplexer.Connect("localhost");
                var dropped = ConnectionMultiplexer.Connect("localhost");
                for (var i = 0; i < 3; i++)
                {
                    using var third = ConnectionMultiplexer.Connect("localhost");
                }

                Helper();
                Console.WriteLine(_connection.IsConnected);
            }

            private static void Helper() => ConnectionMultiplexer.Connect("localhost").GetDatabase().Ping();
        }
        """,
        new() { TestFramework = (TestFramework)framework });

    [Fact]
    public Task TestAttributesThatDontResolve() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        using Xunit;

        public class CacheTests
        {
            [Fact]
            public async Task Get_Returns()
            {
                using var connection = await ConnectionMultiplexer.ConnectAsync("localhost");
                var dropped = ConnectionMultiplexer.Connect("localhost");
            }
        }
        """,
        new() { Broken = true });

    [Fact]
    public Task Factories() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public interface IConnectionFactory
        {
            Task<IConnectionMultiplexer> CreateAsync(string configuration);
        }

        public class ConnectionFactory : IConnectionFactory
        {
            public static ConnectionMultiplexer Create() => ConnectionMultiplexer.Connect("localhost");

            public async Task<IConnectionMultiplexer> CreateAsync(string configuration)
            {
                var connection = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
                connection.ConnectionFailed += (_, e) => Console.WriteLine(e.Exception);
                connection.ErrorMessage += OnError;
                return connection;
            }

            private static void OnError(object? sender, RedisErrorEventArgs e) => Console.WriteLine(e.Message);
        }
        """);

    [Fact]
    public Task BorrowingCode() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public class Basket
        {
            private readonly IConnectionMultiplexer _redis;
            private readonly IDatabase _database;

            public Basket(IConnectionMultiplexer redis)
            {
                _redis = redis ?? throw new ArgumentNullException(nameof(redis));
                _database = redis.GetDatabase();
            }

            public async Task<string?> GetAsync(string id) => await _redis.GetDatabase().StringGetAsync(id);

            public Task PublishAsync(string id) => _redis.GetSubscriber().PublishAsync(RedisChannel.Literal("baskets"), id);

            public bool Delete(string id) => _database.Multiplexer.IsConnected && _database.KeyDelete(id);

            public IEnumerable<RedisKey> Keys()
            {
                foreach (var endPoint in _redis.GetEndPoints())
                {
                    foreach (var key in _redis.GetServer(endPoint).Keys())
                    {
                        yield return key;
                    }
                }
            }
        }
        """);

    [Fact]
    public Task DictionaryOfLazies() => AllRules.VerifyAsync("""
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        public static class Connections
        {
            private static readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> s_all = new();

            public static IConnectionMultiplexer Get(string configuration)
                => s_all.GetOrAdd(configuration, key => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(key))).Value;
        }
        """);

    [Fact]
    public Task FrameworkOptionsThatShare() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        var connection = await ConnectionMultiplexer.ConnectAsync("localhost");
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => connection);
        builder.Services.AddSingleton(new CacheOptions { ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(connection) });
        builder.Services.AddSingleton(new CacheOptions { ConnectionMultiplexerFactory = async () => await ConnectionMultiplexer.ConnectAsync("cache") });

        class CacheOptions
        {
            public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }
        }
        """,
        Program);

    [Fact]
    public Task Startup() => AllRules.VerifyAsync("""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                var options = ConfigurationOptions.Parse("localhost");
                services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));
                services.AddSingleton<Func<IDatabase>>(sp => () => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase());
            }

            public void Configure(IApplicationBuilder app)
            {
                using var seed = ConnectionMultiplexer.Connect("localhost");
                seed.GetDatabase().StringSet("version", 1);
            }
        }
        """);
}

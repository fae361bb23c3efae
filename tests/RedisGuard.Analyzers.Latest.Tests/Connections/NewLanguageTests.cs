using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Latest.Tests.Connections;

/// <summary>The connection rules on what C# 12, 13 and 14 brought.</summary>
public class NewLanguageTests
{
    [Fact]
    public Task CollectionExpressions_TakeOver() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public static class Connections
        {
            public static IConnectionMultiplexer[] Open() => [ConnectionMultiplexer.Connect("a"), ConnectionMultiplexer.Connect("b")];

            public static List<IConnectionMultiplexer> OpenMore()
            {
                var first = ConnectionMultiplexer.Connect("a");
                List<IConnectionMultiplexer> all = [first, .. Open()];
                return all;
            }

            public static async Task<ConnectionMultiplexer[]> OpenAsync()
                => await Task.WhenAll([ConnectionMultiplexer.ConnectAsync("a"), ConnectionMultiplexer.ConnectAsync("b")]);
        }
        """);

    [Fact]
    public Task PrimaryConstructors_BorrowAndOwn() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public class Basket(IConnectionMultiplexer redis)
        {
            public Task<RedisValue> GetAsync(string id) => redis.GetDatabase().StringGetAsync(id);
        }

        public sealed class Owner(string configuration) : IDisposable
        {
            private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(configuration);

            public IDatabase Database => _redis.GetDatabase();

            public void Dispose() => _redis.Dispose();
        }

        public class Leaky(string configuration)
        {
            private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect(configuration)|};

            public IDatabase Database => _redis.GetDatabase();
        }

        public struct Handle(string configuration)
        {
            public readonly void Warm()
            {
                using var redis = {|RG1001:ConnectionMultiplexer.Connect(configuration)|};
                redis.GetDatabase().Ping();
            }
        }
        """);

    [Fact]
    public Task ExtensionMembers_AreMembers() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public static class RedisExtensions
        {
            extension(string configuration)
            {
                public string? Motd()
                {
                    using var redis = {|RG1001:ConnectionMultiplexer.Connect(configuration)|};
                    return redis.GetDatabase().StringGet("motd");
                }

                public IConnectionMultiplexer Opened => {|RG1001:ConnectionMultiplexer.Connect(configuration)|};

                public ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(configuration);
            }
        }
        """);

    [Fact]
    public Task NullConditionalAssignment_TakesOverOnOnePath() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public class Holder
        {
            public IConnectionMultiplexer? Redis { get; set; }
        }

        public class Cache
        {
            public void Fill(Holder? holder)
            {
                // Without a holder nobody has the connection.
                var redis = {|RG1002:ConnectionMultiplexer.Connect("a")|};
                holder?.Redis = redis;
            }
        }
        """);

    [Fact]
    public Task PartialPropertiesAndConstructors_AreMembers() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public partial class Store
        {
            public partial IConnectionMultiplexer Redis { get; }
            public partial Store();
        }

        public partial class Store
        {
            private static readonly ConnectionMultiplexer s_redis = ConnectionMultiplexer.Connect("a");

            public partial IConnectionMultiplexer Redis => s_redis;

            public partial Store()
            {
                var dropped = {|RG1002:ConnectionMultiplexer.Connect("a")|};
                dropped.GetDatabase().Ping();
            }
        }
        """);

    [Fact]
    public Task InlineArraysAliasesAndLambdaDefaults_Compile() => AllRules.VerifyAsync("""
        using StackExchange.Redis;
        using Redis = StackExchange.Redis.ConnectionMultiplexer;
        using Pair = (StackExchange.Redis.ConnectionMultiplexer Read, StackExchange.Redis.ConnectionMultiplexer Write);

        public class Cache
        {
            public Pair Open() => (Redis.Connect("a"), Redis.Connect("b"));

            public void Warm()
            {
                var open = (string configuration = "a") => Redis.Connect(configuration);
                var redis = {|RG1002:Redis.Connect("a")|};
                redis.GetDatabase().Ping();
                Console.WriteLine(open);
            }
        }
        """);

    [Fact]
    public Task UnsafeAndRefInAsync_AreUnderstood() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public class Cache
        {
            public async Task RunAsync(int[] counts)
            {
                await using var redis = await {|RG1001:ConnectionMultiplexer.ConnectAsync("a")|};
                {
                    ref int count = ref counts[0];
                    Span<int> span = counts;
                    count += span.Length;
                }

                await redis.GetDatabase().PingAsync();
            }

            public async IAsyncEnumerable<long> CountAsync()
            {
                var redis = await {|RG1002:ConnectionMultiplexer.ConnectAsync("a")|};
                yield return await redis.GetDatabase().StringLengthAsync("k");
            }
        }
        """);
}

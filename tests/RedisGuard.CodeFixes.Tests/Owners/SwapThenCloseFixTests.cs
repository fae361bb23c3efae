using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Owners;

/// <summary>The fresh connection is swapped in, and the one that comes out is closed.</summary>
public class SwapThenCloseFixTests
{
    [Fact]
    public Task Replaced_IsSwappedOutAndClosed() => RealRules<SwapThenCloseFixProvider>.VerifyAsync(
        Snippet.InClass("""
            private static ConnectionMultiplexer? s_redis;

            public static IDatabase Get(string cs)
            {
                if (s_redis is not { IsConnected: true })
                {
                    // Gone: try again.
                    s_redis = {|RG1004:ConnectionMultiplexer.Connect(cs)|}; // may throw
                }

                return s_redis.GetDatabase();
            }
            """),
        Snippet.InClass("""
            private static ConnectionMultiplexer? s_redis;

            public static IDatabase Get(string cs)
            {
                if (s_redis is not { IsConnected: true })
                {
                    // Gone: try again.
                    var previous = Interlocked.Exchange(ref s_redis, ConnectionMultiplexer.Connect(cs)); // may throw
                    previous?.Dispose();
                }

                return s_redis.GetDatabase();
            }
            """));

    [Fact]
    public Task InterfaceField_IsNamed() => RealRules<SwapThenCloseFixProvider>.VerifyAsync(
        Snippet.InClass("""
            private static IConnectionMultiplexer? s_redis;

            public static async Task<IDatabase> GetAsync(string cs)
            {
                if (s_redis == null || !s_redis.IsConnected)
                {
                    s_redis = await {|RG1004:ConnectionMultiplexer.ConnectAsync(cs)|}.ConfigureAwait(false);
                }

                return s_redis.GetDatabase();
            }
            """),
        Snippet.InClass("""
            private static IConnectionMultiplexer? s_redis;

            public static async Task<IDatabase> GetAsync(string cs)
            {
                if (s_redis == null || !s_redis.IsConnected)
                {
                    var previous = Interlocked.Exchange<IConnectionMultiplexer?>(ref s_redis, await ConnectionMultiplexer.ConnectAsync(cs).ConfigureAwait(false));
                    previous?.Dispose();
                }

                return s_redis.GetDatabase();
            }
            """));

    [Fact]
    public Task InstanceField_WithThis_AndATakenName() => RealRules<SwapThenCloseFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        public sealed class Store : IDisposable
        {
            private ConnectionMultiplexer _redis;

            public Store() => _redis = ConnectionMultiplexer.Connect("localhost");

            public async Task ReconnectAsync(string previous)
            {
                this._redis = await {|RG1004:ConnectionMultiplexer.ConnectAsync(previous)|};
            }

            public void Dispose() => _redis.Dispose();
        }
        """,
        """
        using StackExchange.Redis;

        public sealed class Store : IDisposable
        {
            private ConnectionMultiplexer _redis;

            public Store() => _redis = ConnectionMultiplexer.Connect("localhost");

            public async Task ReconnectAsync(string previous)
            {
                var previousConnection = Interlocked.Exchange(ref this._redis, await ConnectionMultiplexer.ConnectAsync(previous));
                previousConnection?.Dispose();
            }

            public void Dispose() => _redis.Dispose();
        }
        """);

    [Fact]
    public Task EmbeddedStatement_GetsBraces() => RealRules<SwapThenCloseFixProvider>.VerifyAsync(
        Snippet.InClass("""
            private static ConnectionMultiplexer? s_redis;

            public static IDatabase Get(string cs)
            {
                if (s_redis is not { IsConnected: true })
                    s_redis = {|RG1004:ConnectionMultiplexer.Connect(cs)|};

                return s_redis.GetDatabase();
            }
            """),
        Snippet.InClass("""
            private static ConnectionMultiplexer? s_redis;

            public static IDatabase Get(string cs)
            {
                if (s_redis is not { IsConnected: true })
                {
                    var previous = Interlocked.Exchange(ref s_redis, ConnectionMultiplexer.Connect(cs));
                    previous?.Dispose();
                }

                return s_redis.GetDatabase();
            }
            """));

    [Fact]
    public Task ThroughALocal_TheStoreIsTheSwap() => RealRules<SwapThenCloseFixProvider>.VerifyAsync(
        Snippet.InClass("""
            private static ConnectionMultiplexer? s_redis;

            public static IDatabase Get(string cs)
            {
                if (s_redis is not { IsConnected: true })
                {
                    var fresh = {|RG1004:ConnectionMultiplexer.Connect(cs)|};
                    fresh.GetDatabase().Ping();
                    s_redis = fresh;
                }

                return s_redis.GetDatabase();
            }
            """),
        Snippet.InClass("""
            private static ConnectionMultiplexer? s_redis;

            public static IDatabase Get(string cs)
            {
                if (s_redis is not { IsConnected: true })
                {
                    var fresh = ConnectionMultiplexer.Connect(cs);
                    fresh.GetDatabase().Ping();
                    var previous = Interlocked.Exchange(ref s_redis, fresh);
                    previous?.Dispose();
                }

                return s_redis.GetDatabase();
            }
            """));

    [Fact]
    public Task MissingUsing_IsAdded() => RealRules<SwapThenCloseFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        class Store
        {
            private static ConnectionMultiplexer? s_redis;

            public static IDatabase Get(string cs)
            {
                if (s_redis is not { IsConnected: true })
                {
                    s_redis = {|RG1004:ConnectionMultiplexer.Connect(cs)|};
                }

                return s_redis.GetDatabase();
            }
        }
        """,
        """
        using System.Threading;
        using StackExchange.Redis;

        class Store
        {
            private static ConnectionMultiplexer? s_redis;

            public static IDatabase Get(string cs)
            {
                if (s_redis is not { IsConnected: true })
                {
                    var previous = Interlocked.Exchange(ref s_redis, ConnectionMultiplexer.Connect(cs));
                    previous?.Dispose();
                }

                return s_redis.GetDatabase();
            }
        }
        """,
        new() { ImplicitUsings = false });

    [Fact]
    public Task WithThePool_WouldStandBesideIt_IsNotOffered() => RealRules<SwapThenCloseFixProvider>.VerifyNotOfferedAsync(
        Snippet.InClass("""
            private static ConnectionMultiplexer? s_redis;

            public static void Renew(string cs)
            {
                while (s_redis is not { IsConnected: true })
                {
                    s_redis = {|RG1004:ConnectionMultiplexer.Connect(cs, Console.Out)|};
                }
            }
            """),
        new() { Pool = true });

    [Theory]
    [InlineData("private static ConnectionMultiplexer? Redis { get; set; } public static IDatabase Get(string cs) { if (Redis is not { IsConnected: true }) { Redis = {|RG1004:ConnectionMultiplexer.Connect(cs)|}; } return Redis.GetDatabase(); }")]
    [InlineData("private static ConnectionMultiplexer? s_redis; public static IDatabase Get(string cs) => (s_redis is { IsConnected: true } ? s_redis : s_redis = {|RG1004:ConnectionMultiplexer.Connect(cs)|}).GetDatabase();")]
    [InlineData("private static ConnectionMultiplexer? s_redis; public static IDatabase Get(string cs) { if (s_redis is { IsConnected: true }) { return s_redis.GetDatabase(); } return (s_redis = {|RG1004:ConnectionMultiplexer.Connect(cs)|}).GetDatabase(); }")]
    public Task NoStatementOfItsOwn_IsNotOffered(string members) => RealRules<SwapThenCloseFixProvider>.VerifyNotOfferedAsync(Snippet.InClass(members));
}

using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Pool;

/// <summary>Connecting calls inside larger expressions, awaited or waited for in all ways, and the types around them.</summary>
public class PoolExpressionTests
{
    [Theory]
    [InlineData("[|ConnectionMultiplexer.Connect(cs)|].GetDatabase()", "await RedisPool.For(cs).GetDatabaseAsync()")]
    [InlineData("[|ConnectionMultiplexer.Connect(cs)|].GetDatabase(3)", "await RedisPool.For(cs).GetDatabaseAsync(3)")]
    [InlineData("[|ConnectionMultiplexer.Connect(cs)|].GetDatabase(3, new object())", "(await RedisPool.For(cs).GetConnectionAsync()).GetDatabase(3, new object())")]
    [InlineData("[|ConnectionMultiplexer.Connect(configuration: cs)|].GetDatabase()", "await RedisPool.For(cs).GetDatabaseAsync()")]
    [InlineData("(await [|ConnectionMultiplexer.ConnectAsync(cs)|]).GetDatabase()", "await RedisPool.For(cs).GetDatabaseAsync()")]
    [InlineData("(await [|ConnectionMultiplexer.ConnectAsync(cs)|].ConfigureAwait(false)).GetDatabase()", "await RedisPool.For(cs).GetDatabaseAsync().ConfigureAwait(false)")]
    [InlineData("(await [|ConnectionMultiplexer.ConnectAsync(cs)|]).GetDatabase(1)", "await RedisPool.For(cs).GetDatabaseAsync(1)")]
    [InlineData("(await [|ConnectionMultiplexer.ConnectAsync(cs)|]).GetDatabase(1, new object())", "(await RedisPool.For(cs).GetConnectionAsync()).GetDatabase(1, new object())")]
    [InlineData("[|ConnectionMultiplexer.ConnectAsync(cs)|].Result.GetDatabase()", "await RedisPool.For(cs).GetDatabaseAsync()")]
    [InlineData("[|ConnectionMultiplexer.ConnectAsync(cs)|].GetAwaiter().GetResult().GetDatabase()", "await RedisPool.For(cs).GetDatabaseAsync()")]
    [InlineData("[|StackExchange.Redis.ConnectionMultiplexer.Connect(cs)|].GetDatabase()", "await RedisPool.For(cs).GetDatabaseAsync()")]
    [InlineData("[|ConnectionMultiplexer.Connect(new ConfigurationOptions { EndPoints = { cs } })|].GetDatabase()", "await RedisPool.For(new ConfigurationOptions { EndPoints = { cs } }).GetDatabaseAsync()")]
    public Task Database_ComesFromThePool(string before, string after) => Verify(
        $$"""
        async Task Write(string cs)
        {
            IDatabase db = {{before}};
            await db.StringSetAsync("key", 1);
        }
        """,
        $$"""
        async Task Write(string cs)
        {
            IDatabase db = {{after}};
            await db.StringSetAsync("key", 1);
        }
        """);

    [Theory]
    [InlineData("[|ConnectionMultiplexer.Connect(cs)|].GetDatabase()", "RedisPool.For(cs).GetDatabase()")]
    [InlineData("[|ConnectionMultiplexer.Connect(cs)|].GetDatabase(3)", "RedisPool.For(cs).GetDatabase(3)")]
    [InlineData("[|ConnectionMultiplexer.Connect(cs)|].GetDatabase(3, new object())", "RedisPool.For(cs).GetConnection().GetDatabase(3, new object())")]
    [InlineData("[|ConnectionMultiplexer.ConnectAsync(cs)|].Result.GetDatabase()", "RedisPool.For(cs).GetDatabase()")]
    [InlineData("[|ConnectionMultiplexer.ConnectAsync(cs)|].GetAwaiter().GetResult().GetDatabase(3, new object())", "RedisPool.For(cs).GetConnection().GetDatabase(3, new object())")]
    public Task DatabaseInCodeThatCantAwait_ComesFromThePool(string before, string after) => Verify(
        $"void Write(string cs) => {before}.StringSet(\"key\", 1);",
        $"void Write(string cs) => {after}.StringSet(\"key\", 1);");

    [Fact]
    public Task CallUnderALock_StaysSynchronous() => Verify(
        """
        async Task Write(string cs)
        {
            lock (this)
            {
                var connection = [|ConnectionMultiplexer.Connect(cs)|];
                connection.GetDatabase().StringSet("key", 1);
            }

            await Task.Yield();
        }
        """,
        """
        async Task Write(string cs)
        {
            lock (this)
            {
                var connection = RedisPool.For(cs).GetConnection();
                connection.GetDatabase().StringSet("key", 1);
            }

            await Task.Yield();
        }
        """);

    [Fact]
    public Task ChainToTheEnd_KeepsItsParentheses() => Verify(
        """
        async Task<string?> Read(string cs) =>
            await (await [|ConnectionMultiplexer.ConnectAsync(cs)|]).GetDatabase().StringGetAsync("key");
        """,
        """
        async Task<string?> Read(string cs) =>
            await (await RedisPool.For(cs).GetDatabaseAsync()).StringGetAsync("key");
        """);

    [Fact]
    public Task CallSpreadOverLines_KeepsItsArguments() => Verify(
        """
        void Write(string host, int port)
        {
            using var connection = [|ConnectionMultiplexer.Connect(
                $"{host}:{port}," + // the endpoint
                "abortConnect=false")|];
            connection.GetDatabase().StringSet("key", 1);
        }
        """,
        """
        void Write(string host, int port)
        {
            var connection = RedisPool.For(
                $"{host}:{port}," + // the endpoint
                "abortConnect=false").GetConnection();
            connection.GetDatabase().StringSet("key", 1);
        }
        """);

    [Fact]
    public Task SynchronousCallUnderTheLastAwait_IsAwaitedItself() => Verify(
        """
        async Task Write(string cs)
        {
            await using var connection = [|ConnectionMultiplexer.Connect(cs)|];
            connection.GetDatabase().StringSet("key", 1);
        }
        """,
        """
        async Task Write(string cs)
        {
            var connection = await RedisPool.For(cs).GetConnectionAsync();
            connection.GetDatabase().StringSet("key", 1);
        }
        """);

    [Fact]
    public Task LastAwaitInALambda_IsKeptThere() => Verify(
        """
        Func<string, Task> Writer(string cs) => async key =>
        {
            var connection = [|ConnectionMultiplexer.Connect(cs)|];
            connection.GetDatabase().StringSet(key, 1);
            await connection.CloseAsync();
        };
        """,
        """
        Func<string, Task> Writer(string cs) => async key =>
        {
            var connection = await RedisPool.For(cs).GetConnectionAsync();
            connection.GetDatabase().StringSet(key, 1);
        };
        """);

    [Fact]
    public Task ExplicitType_BecomesTheInterface() => Verify(
        """
        void Write(string cs)
        {
            using ConnectionMultiplexer connection = [|ConnectionMultiplexer.Connect(cs)|];
            connection.GetDatabase().StringSet("key", 1);
        }
        """,
        """
        void Write(string cs)
        {
            IConnectionMultiplexer connection = RedisPool.For(cs).GetConnection();
            connection.GetDatabase().StringSet("key", 1);
        }
        """);

    [Fact]
    public Task InterfaceType_Stays() => Verify(
        """
        void Write(string cs)
        {
            using IConnectionMultiplexer connection = [|ConnectionMultiplexer.Connect(cs)|];
            connection.GetDatabase().StringSet("key", 1);
        }
        """,
        """
        void Write(string cs)
        {
            IConnectionMultiplexer connection = RedisPool.For(cs).GetConnection();
            connection.GetDatabase().StringSet("key", 1);
        }
        """);

    [Fact]
    public Task PropertyThatConnects_ReturnsThePools() => Verify(
        """
        static IConnectionMultiplexer Redis => [|ConnectionMultiplexer.Connect("localhost")|];
        """,
        """
        static IConnectionMultiplexer Redis => RedisPool.For("localhost").GetConnection();
        """);

    [Fact]
    public Task GetterThatConnects_ReturnsThePools() => Verify(
        """
        static IDatabase Redis
        {
            get
            {
                return [|ConnectionMultiplexer.Connect("localhost")|].GetDatabase();
            }
        }
        """,
        """
        static IDatabase Redis
        {
            get
            {
                return RedisPool.For("localhost").GetDatabase();
            }
        }
        """);

    [Fact]
    public Task ArgumentThatTakesTheInterface_GetsThePools() => Verify(
        """
        void Use(IConnectionMultiplexer connection) => connection.GetDatabase().StringSet("key", 1);

        void Write(string cs) => Use([|ConnectionMultiplexer.Connect(cs)|]);
        """,
        """
        void Use(IConnectionMultiplexer connection) => connection.GetDatabase().StringSet("key", 1);

        void Write(string cs) => Use(RedisPool.For(cs).GetConnection());
        """);

    [Fact]
    public Task LocalFunction_IsFixedInPlace() => Verify(
        """
        string? Read(string cs)
        {
            return Get("key");

            string? Get(string key)
            {
                using var connection = [|ConnectionMultiplexer.Connect(cs)|];
                return connection.GetDatabase().StringGet(key);
            }
        }
        """,
        """
        string? Read(string cs)
        {
            return Get("key");

            string? Get(string key)
            {
                var connection = RedisPool.For(cs).GetConnection();
                return connection.GetDatabase().StringGet(key);
            }
        }
        """);

    private static Task Verify(string before, string after) =>
        FixVerifier<PoolFixProvider>.VerifyAsync(Snippet.InClass(before), Snippet.InClassWithPool(after));
}

using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Lazy;

/// <summary>One connection for the type, opened at its first use and never closed.</summary>
public class LazyFixTests
{
    [Fact]
    public Task UsingDeclaration_BorrowsTheSharedConnection() => Verify(
        """
        string? Read(string key)
        {
            using var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            return connection.GetDatabase().StringGet(key);
        }
        """,
        """
        private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect("localhost"));

        string? Read(string key)
        {
            var connection = RedisConnection.Value;
            return connection.GetDatabase().StringGet(key);
        }
        """);

    [Fact]
    public Task AwaitedConnect_DropsTheAwait() => Verify(
        """
        const string Host = "localhost";

        async Task<string?> Read(string key)
        {
            await using ConnectionMultiplexer connection = await [|ConnectionMultiplexer.ConnectAsync(Host + ",abortConnect=false")|].ConfigureAwait(false);
            return await connection.GetDatabase().StringGetAsync(key);
        }
        """,
        """
        const string Host = "localhost";
        private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect(Host + ",abortConnect=false"));

        async Task<string?> Read(string key)
        {
            ConnectionMultiplexer connection = RedisConnection.Value;
            return await connection.GetDatabase().StringGetAsync(key);
        }
        """);

    [Fact]
    public Task LastAwait_IsKeptByALazyTask() => Verify(
        """
        async Task Write(string key)
        {
            using var connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|].ConfigureAwait(false);
            connection.GetDatabase().StringSet(key, 1);
        }
        """,
        """
        private static readonly Lazy<Task<ConnectionMultiplexer>> RedisConnection = new(() => ConnectionMultiplexer.ConnectAsync("localhost"));

        async Task Write(string key)
        {
            var connection = await RedisConnection.Value.ConfigureAwait(false);
            connection.GetDatabase().StringSet(key, 1);
        }
        """);

    [Fact]
    public Task LastAwaitOfASynchronousConnect_IsKeptByALazyTask() => Verify(
        """
        async Task Write(string key)
        {
            await using var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            connection.GetDatabase().StringSet(key, 1);
        }
        """,
        """
        private static readonly Lazy<Task<ConnectionMultiplexer>> RedisConnection = new(() => ConnectionMultiplexer.ConnectAsync("localhost"));

        async Task Write(string key)
        {
            var connection = await RedisConnection.Value;
            connection.GetDatabase().StringSet(key, 1);
        }
        """);

    [Theory]
    [InlineData("[|ConnectionMultiplexer.Connect(\"a\")|].GetDatabase()")]
    [InlineData("(await [|ConnectionMultiplexer.ConnectAsync(\"a\")|]).GetDatabase()")]
    [InlineData("[|ConnectionMultiplexer.ConnectAsync(\"a\")|].Result.GetDatabase()")]
    [InlineData("[|ConnectionMultiplexer.ConnectAsync(\"a\")|].GetAwaiter().GetResult().GetDatabase()")]
    public Task ChainedConnect_BecomesTheValue(string before) => Verify(
        $$"""
        async Task Write()
        {
            await {{before}}.StringSetAsync("key", 1);
        }
        """,
        """
        private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect("a"));

        async Task Write()
        {
            await RedisConnection.Value.GetDatabase().StringSetAsync("key", 1);
        }
        """);

    [Fact]
    public Task Sentinel_IsOpenedAsSentinel() => Verify(
        """
        object M() => [|ConnectionMultiplexer.SentinelConnect("a,serviceName=s")|].GetSubscriber();
        """,
        """
        private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.SentinelConnect("a,serviceName=s"));

        object M() => RedisConnection.Value.GetSubscriber();
        """);

    [Fact]
    public Task PropertyThatConnects_ReturnsTheShared() => Verify(
        """
        static ConnectionMultiplexer Redis => [|ConnectionMultiplexer.Connect("localhost")|];
        """,
        """
        private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect("localhost"));

        static ConnectionMultiplexer Redis => RedisConnection.Value;
        """);

    [Fact]
    public Task TryFinally_GoesWithTheClosing() => Verify(
        """
        void Write(string key)
        {
            ConnectionMultiplexer? connection = null;
            try
            {
                connection = [|ConnectionMultiplexer.Connect("localhost")|];
                connection.GetDatabase().StringSet(key, 1);
            }
            finally
            {
                connection?.Dispose();
            }
        }
        """,
        """
        private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect("localhost"));

        void Write(string key)
        {
            ConnectionMultiplexer? connection = null;
            connection = RedisConnection.Value;
            connection.GetDatabase().StringSet(key, 1);
        }
        """);

    [Fact]
    public Task SameArguments_ShareOneField() => Verify(
        """
        string? Read(string key)
        {
            using var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            return connection.GetDatabase().StringGet(key);
        }

        async Task Write(string key)
        {
            await using var connection = await [|ConnectionMultiplexer.ConnectAsync( "localhost" )|];
            await connection.GetDatabase().StringSetAsync(key, 1);
        }

        object Other() => [|ConnectionMultiplexer.Connect("elsewhere")|].GetDatabase();
        """,
        """
        private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect("localhost"));
        private static readonly Lazy<ConnectionMultiplexer> RedisConnection2 = new(() => ConnectionMultiplexer.Connect("elsewhere"));

        string? Read(string key)
        {
            var connection = RedisConnection.Value;
            return connection.GetDatabase().StringGet(key);
        }

        async Task Write(string key)
        {
            var connection = RedisConnection.Value;
            await connection.GetDatabase().StringSetAsync(key, 1);
        }

        object Other() => RedisConnection2.Value.GetDatabase();
        """);

    [Fact]
    public Task FieldThatIsThereAlready_IsUsed() => Verify(
        """
        private static readonly Lazy<ConnectionMultiplexer> _redis = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("localhost"));

        object M() => [|ConnectionMultiplexer.Connect("localhost")|].GetDatabase();
        """,
        """
        private static readonly Lazy<ConnectionMultiplexer> _redis = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("localhost"));

        object M() => _redis.Value.GetDatabase();
        """);

    [Fact]
    public Task PartsOfOneTypeInTwoFiles_ShareOneField() => FixVerifier<LazyFixProvider>.VerifyAsync(
        "using StackExchange.Redis;\n\npartial class C\n{\n    object A() => [|ConnectionMultiplexer.Connect(\"a\")|].GetDatabase();\n}\n",
        "using StackExchange.Redis;\n\npartial class C\n{\n    private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect(\"a\"));\n\n    object A() => RedisConnection.Value.GetDatabase();\n}\n",
        new()
        {
            Sources = new()
            {
                Files = [("D.cs", "using StackExchange.Redis;\n\npartial class C\n{\n    object B() => [|ConnectionMultiplexer.Connect(\"a\")|].GetDatabase();\n}\n")],
            },
            FixedFiles = [("D.cs", "using StackExchange.Redis;\n\npartial class C\n{\n    object B() => RedisConnection.Value.GetDatabase();\n}\n")],
        });

    [Fact]
    public Task OldLanguage_WritesTheTypeTwice() => FixVerifier<LazyFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        static class C
        {
            static object M()
            {
                return ConnectionMultiplexer.Connect("a").GetDatabase();
            }
        }
        """.Replace("ConnectionMultiplexer.Connect(\"a\")", "[|ConnectionMultiplexer.Connect(\"a\")|]", StringComparison.Ordinal),
        """
        using System;
        using StackExchange.Redis;

        static class C
        {
            private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("a"));

            static object M()
            {
                return RedisConnection.Value.GetDatabase();
            }
        }
        """,
        new() { Sources = new() { LanguageVersion = LanguageVersion.CSharp7_3 } });

    [Theory]
    [InlineData("struct")]
    [InlineData("record")]
    [InlineData("record struct")]
    [InlineData("static class")]
    public Task KindsOfTypes_TakeTheField(string kind) => FixVerifier<LazyFixProvider>.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        {{kind}} C
        {
            public static object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();
        }
        """,
        $$"""
        using StackExchange.Redis;

        {{kind}} C
        {
            private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect("a"));

            public static object M() => RedisConnection.Value.GetDatabase();
        }
        """);

    [Fact]
    public Task NestedType_TakesTheFieldItself() => FixVerifier<LazyFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        class C
        {
            private class D
            {
                #region reading
                // Reads.
                public object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();
                #endregion
            }
        }
        """,
        """
        using StackExchange.Redis;

        class C
        {
            private class D
            {
                private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect("a"));

                #region reading
                // Reads.
                public object M() => RedisConnection.Value.GetDatabase();
                #endregion
            }
        }
        """);

    [Theory]
    [InlineData("void M(string cs) { using var c = [|ConnectionMultiplexer.Connect(cs)|]; }")]
    [InlineData("void M() { var cs = \"a\"; using var c = [|ConnectionMultiplexer.Connect(cs)|]; }")]
    [InlineData("string cs = \"a\"; void M() { using var c = [|ConnectionMultiplexer.Connect(cs)|]; }")]
    [InlineData("ConnectionMultiplexer M() => [|ConnectionMultiplexer.Connect(\"a\")|];")]
    [InlineData("Task<ConnectionMultiplexer> M() => [|ConnectionMultiplexer.ConnectAsync(\"a\")|];")]
    [InlineData("class D<T> { void M() { using var c = [|ConnectionMultiplexer.Connect(\"a\")|]; } }")]
    [InlineData("class D<T> { class E { void M() { using var c = [|ConnectionMultiplexer.Connect(\"a\")|]; } } }")]
    [InlineData("interface I { void M() { using var c = [|ConnectionMultiplexer.Connect(\"a\")|]; } }")]
    public Task CallThatDependsOnMore_HasNoFix(string members) =>
        FixVerifier<LazyFixProvider>.VerifyNotOfferedAsync(Snippet.InClass(members));

    [Fact]
    public Task TopLevelStatements_HaveNoFix() => FixVerifier<LazyFixProvider>.VerifyNotOfferedAsync(
        """
        using StackExchange.Redis;

        using var connection = [|ConnectionMultiplexer.Connect("a")|];
        """,
        new() { Sources = new() { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication } });

    private static Task Verify(string before, string after) =>
        FixVerifier<LazyFixProvider>.VerifyAsync(Snippet.InClass(before), Snippet.InClass(after));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Sharing;

/// <summary>One connection for each configuration, in one class of the project.</summary>
public class OpenOnceFixTests
{
    [Fact]
    public Task DirectiveBetweenWhatWouldGo_IsLeftToItsAuthor() => FixVerifier<OpenOnceFixProvider>.VerifyNotOfferedAsync(Snippet.InClass("""
        RedisValue Read(string key)
        {
            var connection = [|ConnectionMultiplexer.Connect("localhost")|];
        #pragma warning disable CA1031
            try { return connection.GetDatabase().StringGet(key); }
        #pragma warning restore CA1031
            finally { connection.Close(); }
        }
        """));

    [Fact]
    public Task TopLevelStatementsThatAwait_GoOnAwaiting() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        foreach (var host in args)
        {
            using var connection = [|ConnectionMultiplexer.Connect(host)|];
            await connection.GetDatabase().PingAsync();
        }
        """,
        """
        using StackExchange.Redis;

        foreach (var host in args)
        {
            var connection = await RedisConnections.GetAsync(host);
            await connection.GetDatabase().PingAsync();
        }
        """,
        new() { Sources = new() { OutputKind = OutputKind.ConsoleApplication } });

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
        string? Read(string key)
        {
            var connection = RedisConnections.Get("localhost");
            return connection.GetDatabase().StringGet(key);
        }
        """);

    [Fact]
    public Task AwaitedConnect_StaysAwaited() => Verify(
        """
        const string Host = "localhost";

        async Task<string?> Read(string key)
        {
            await using ConnectionMultiplexer connection = await [|ConnectionMultiplexer.ConnectAsync(Host + ",ssl=true")|].ConfigureAwait(false);
            return await connection.GetDatabase().StringGetAsync(key);
        }
        """,
        """
        const string Host = "localhost";

        async Task<string?> Read(string key)
        {
            ConnectionMultiplexer connection = await RedisConnections.GetAsync(Host + ",ssl=true").ConfigureAwait(false);
            return await connection.GetDatabase().StringGetAsync(key);
        }
        """);

    [Fact]
    public Task LastAwaitOfASynchronousConnect_BecomesAnAwaitOfTheConnection() => Verify(
        """
        async Task Write(string key)
        {
            await using var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            connection.GetDatabase().StringSet(key, 1);
        }
        """,
        """
        async Task Write(string key)
        {
            var connection = await RedisConnections.GetAsync("localhost");
            connection.GetDatabase().StringSet(key, 1);
        }
        """);

    [Theory]
    [InlineData("[|ConnectionMultiplexer.Connect(\"a\")|].GetDatabase()", "(await RedisConnections.GetAsync(\"a\")).GetDatabase()")]
    [InlineData("(await [|ConnectionMultiplexer.ConnectAsync(\"a\")|]).GetDatabase()", "(await RedisConnections.GetAsync(\"a\")).GetDatabase()")]
    [InlineData("[|ConnectionMultiplexer.ConnectAsync(\"a\")|].Result.GetDatabase()", "(await RedisConnections.GetAsync(\"a\")).GetDatabase()")]
    [InlineData("[|StackExchange.Redis.ConnectionMultiplexer.Connect(configuration: \"a\")|].GetDatabase()", "(await RedisConnections.GetAsync(\"a\")).GetDatabase()")]
    public Task ChainedConnect_IsReplacedInPlace(string before, string after) => Verify(
        $$"""
        async Task Write()
        {
            await {{before}}.StringSetAsync("key", 1);
        }
        """,
        $$"""
        async Task Write()
        {
            await {{after}}.StringSetAsync("key", 1);
        }
        """);

    [Fact]
    public Task ConfigurationOfTheCall_IsPassedOn() => Verify(
        """
        private readonly string _cs = "localhost";

        void A(string cs) { using var c = [|ConnectionMultiplexer.Connect(cs)|]; c.GetDatabase().StringSet("key", 1); }

        void B() { using var c = [|ConnectionMultiplexer.Connect(_cs)|]; c.GetDatabase().StringSet("key", 1); }

        void C(ConfigurationOptions options) { using var c = [|ConnectionMultiplexer.Connect(options)|]; c.GetDatabase().StringSet("key", 1); }
        """,
        """
        private readonly string _cs = "localhost";

        void A(string cs) { var c = RedisConnections.Get(cs); c.GetDatabase().StringSet("key", 1); }

        void B() { var c = RedisConnections.Get(_cs); c.GetDatabase().StringSet("key", 1); }

        void C(ConfigurationOptions options) { var c = RedisConnections.Get(options); c.GetDatabase().StringSet("key", 1); }
        """);

    [Fact]
    public Task PropertyThatConnects_ReturnsTheShared() => Verify(
        """static ConnectionMultiplexer Redis => [|ConnectionMultiplexer.Connect("localhost")|];""",
        """static ConnectionMultiplexer Redis => RedisConnections.Get("localhost");""");

    [Fact]
    public Task FieldOfAnOwner_IsNoLongerClosed() => Verify(
        """
        private ConnectionMultiplexer? _connection = [|ConnectionMultiplexer.Connect("localhost")|];

        void Again() => _connection = [|ConnectionMultiplexer.Connect("localhost")|];

        void Close()
        {
            _connection?.Dispose();
            _connection = null;
        }
        """,
        """
        private ConnectionMultiplexer? _connection = RedisConnections.Get("localhost");

        void Again() => _connection = RedisConnections.Get("localhost");

        void Close()
        {
            _connection = null;
        }
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
            catch
            {
                throw;
            }
            finally
            {
                connection?.Dispose();
            }
        }
        """,
        """
        void Write(string key)
        {
            ConnectionMultiplexer connection = RedisConnections.Get("localhost");
            connection.GetDatabase().StringSet(key, 1);
        }
        """);

    [Fact]
    public Task TypesInTwoFiles_ShareOneHolder() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        "using StackExchange.Redis;\n\nclass C\n{\n    object A() => [|ConnectionMultiplexer.Connect(\"a\")|].GetDatabase();\n}\n",
        "using StackExchange.Redis;\n\nclass C\n{\n    object A() => RedisConnections.Get(\"a\").GetDatabase();\n}\n",
        new()
        {
            Sources = new()
            {
                Files = [("D.cs", "using StackExchange.Redis;\n\nclass D<T>\n{\n    object B() => [|ConnectionMultiplexer.Connect(\"a\")|].GetDatabase();\n}\n")],
            },
            FixedFiles = [("D.cs", "class D<T>\n{\n    object B() => RedisConnections.Get(\"a\").GetDatabase();\n}\n")],
        });

    /// <summary>The holder names what the file calls otherwise in full.</summary>
    [Fact]
    public Task FileWithAnAlias_GetsAHolderItCompiles() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        "using SR = StackExchange.Redis;\n\nclass C\n{\n    SR.IDatabase A() => [|SR.ConnectionMultiplexer.Connect(\"a\")|].GetDatabase();\n}\n",
        "using SR = StackExchange.Redis;\n\nclass C\n{\n    SR.IDatabase A() => RedisConnections.Get(\"a\").GetDatabase();\n}\n");

    [Fact]
    public Task OldLanguage_GetsAHolderItCompiles() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        "using StackExchange.Redis;\n\nnamespace Shop\n{\n    static class C\n    {\n        static object M() => [|ConnectionMultiplexer.Connect(\"a\")|].GetDatabase();\n    }\n}\n",
        "using StackExchange.Redis;\n\nnamespace Shop\n{\n    static class C\n    {\n        static object M() => RedisConnections.Get(\"a\").GetDatabase();\n    }\n}\n",
        new() { Sources = new() { LanguageVersion = LanguageVersion.CSharp7_3 } });

    [Fact]
    public Task FileScopedNamespace_IsTheHoldersToo() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        "using StackExchange.Redis;\n\nnamespace Shop;\n\nstatic class C\n{\n    static object M() => [|ConnectionMultiplexer.Connect(\"a\")|].GetDatabase();\n}\n",
        "using StackExchange.Redis;\n\nnamespace Shop;\n\nstatic class C\n{\n    static object M() => RedisConnections.Get(\"a\").GetDatabase();\n}\n");

    [Theory]
    [InlineData("ConnectionMultiplexer M() => [|ConnectionMultiplexer.Connect(\"a\")|];")]
    [InlineData("Task<ConnectionMultiplexer> M() => [|ConnectionMultiplexer.ConnectAsync(\"a\")|];")]
    [InlineData("object M() => [|ConnectionMultiplexer.SentinelConnect(\"a,serviceName=s\")|].GetSubscriber();")]
    [InlineData("void M() { using var c = [|ConnectionMultiplexer.Connect(\"a\", Console.Out)|]; }")]
    [InlineData("void M(ConfigurationOptions o) { o.CertificateValidation += delegate { return true; }; using var c = [|ConnectionMultiplexer.Connect(o)|]; }")]
    [InlineData("class RedisConnections { } class D { void M() { using var c = [|ConnectionMultiplexer.Connect(\"a\")|]; } }")]
    public Task CallThatIsMore_HasNoFix(string members) => FixVerifier<OpenOnceFixProvider>.VerifyNotOfferedAsync(Snippet.InClass(members));

    private static Task Verify(string before, string after) =>
        FixVerifier<OpenOnceFixProvider>.VerifyAsync(Snippet.InClass(before), Snippet.InClass(after));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Scoping;

public class AwaitUsingFixTests
{
    [Fact]
    public Task Local_IsClosedAtTheEnd() => Verify(
        """
        async Task<string?> Read(string key)
        {
            // Straight to the server.
            var connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|]; // the primary
            return await connection.GetDatabase().StringGetAsync(key);
        }
        """,
        """
        async Task<string?> Read(string key)
        {
            // Straight to the server.
            await using var connection = await ConnectionMultiplexer.ConnectAsync("localhost"); // the primary
            return await connection.GetDatabase().StringGetAsync(key);
        }
        """);

    [Fact]
    public Task InterfaceTypedLocal_KeepsItsType() => Verify(
        """
        async Task Write(string key)
        {
            IConnectionMultiplexer connection = [|ConnectionMultiplexer.Connect("localhost")|];
            await connection.GetDatabase().StringSetAsync(key, 1);
        }
        """,
        """
        async Task Write(string key)
        {
            await using IConnectionMultiplexer connection = ConnectionMultiplexer.Connect("localhost");
            await connection.GetDatabase().StringSetAsync(key, 1);
        }
        """);

    [Fact]
    public Task RedundantClosings_Go() => Verify(
        """
        async Task<string?> Read(string key)
        {
            ConnectionMultiplexer connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|].ConfigureAwait(false);
            if (key.Length == 0)
            {
                return null;
            }

            string? value = await connection.GetDatabase().StringGetAsync(key);
            await connection.CloseAsync();
            await connection.DisposeAsync();
            return value;
        }
        """,
        """
        async Task<string?> Read(string key)
        {
            await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync("localhost").ConfigureAwait(false);
            if (key.Length == 0)
            {
                return null;
            }

            string? value = await connection.GetDatabase().StringGetAsync(key);
            return value;
        }
        """);

    [Fact]
    public Task SwitchSection_GetsAUsingStatement() => Verify(
        """
        async Task Write(string key)
        {
            switch (key)
            {
                case "a":
                    // The first.
                    var connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|];
                    await connection.GetDatabase().StringSetAsync(key, 1);
                    break;
                default:
                    break;
            }
        }
        """,
        """
        async Task Write(string key)
        {
            switch (key)
            {
                case "a":
                    // The first.
                    await using (var connection = await ConnectionMultiplexer.ConnectAsync("localhost"))
                    {
                        await connection.GetDatabase().StringSetAsync(key, 1);
                        break;
                    }
                default:
                    break;
            }
        }
        """);

    [Fact]
    public Task TopLevelStatement_IsFixed() => FixVerifier<AwaitUsingFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        var connection = [|ConnectionMultiplexer.Connect(args[0])|];
        connection.GetDatabase().StringSet("key", 1);
        """,
        """
        using StackExchange.Redis;

        await using var connection = ConnectionMultiplexer.Connect(args[0]);
        connection.GetDatabase().StringSet("key", 1);
        """,
        new() { Sources = new() { OutputKind = OutputKind.ConsoleApplication } });

    [Fact]
    public Task AsyncLocalFunction_IsFixed() => Verify(
        """
        async Task Write()
        {
            await Set();

            async Task Set()
            {
                var connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|];
                await connection.GetDatabase().StringSetAsync("key", 1);
            }
        }
        """,
        """
        async Task Write()
        {
            await Set();

            async Task Set()
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync("localhost");
                await connection.GetDatabase().StringSetAsync("key", 1);
            }
        }
        """);

    [Fact]
    public Task SeveralInOneMethod_AreAllFixed() => Verify(
        """
        async Task Copy(string from, string to)
        {
            var source = await [|ConnectionMultiplexer.ConnectAsync(from)|];
            var target = await [|ConnectionMultiplexer.ConnectAsync(to)|];
            await target.GetDatabase().StringSetAsync("key", await source.GetDatabase().StringGetAsync("key"));
            source.Dispose();
        }
        """,
        """
        async Task Copy(string from, string to)
        {
            await using var source = await ConnectionMultiplexer.ConnectAsync(from);
            await using var target = await ConnectionMultiplexer.ConnectAsync(to);
            await target.GetDatabase().StringSetAsync("key", await source.GetDatabase().StringGetAsync("key"));
        }
        """);

    [Theory]
    [InlineData("void M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; c.GetDatabase(); }")]
    [InlineData("async Task M() { var c = await [|ConnectionMultiplexer.ConnectAsync(\"a\")|]; c = await [|ConnectionMultiplexer.ConnectAsync(\"b\")|]; }")]
    [InlineData("async Task M() { ConnectionMultiplexer c; c = await [|ConnectionMultiplexer.ConnectAsync(\"a\")|]; }")]
    [InlineData("async Task M() { var db = (await [|ConnectionMultiplexer.ConnectAsync(\"a\")|]).GetDatabase(); await db.PingAsync(); }")]
    [InlineData("async Task M() { var c = await [|ConnectionMultiplexer.ConnectAsync(\"a\")|]; await using (c) { } }")]
    [InlineData("async Task M() { ConnectionMultiplexer c = await [|ConnectionMultiplexer.ConnectAsync(\"a\")|], d = await [|ConnectionMultiplexer.ConnectAsync(\"b\")|]; }")]
    [InlineData("async Task M() { var t = [|ConnectionMultiplexer.ConnectAsync(\"a\")|]; await t; }")]
    public Task OtherThanAPlainLocalInAsyncCode_HasNoFix(string members) =>
        FixVerifier<AwaitUsingFixProvider>.VerifyNotOfferedAsync(Snippet.InClass(members));

    [Fact]
    public Task OldLanguage_HasNoFix() => FixVerifier<AwaitUsingFixProvider>.VerifyNotOfferedAsync(
        """
        using System.Threading.Tasks;
        using StackExchange.Redis;

        class C
        {
            async Task M()
            {
                var connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|];
                await connection.GetDatabase().StringSetAsync("key", 1);
            }
        }
        """,
        new() { Sources = new() { LanguageVersion = LanguageVersion.CSharp7_3 } });

    // In a test, which runs once: in code that runs per call, using would only turn the leak into churn (RG1001).
    private static Task Verify(string before, string after) => FixVerifier<AwaitUsingFixProvider>.VerifyAsync(
        Snippet.InClass("[Xunit.Fact]\n" + before),
        Snippet.InClass("[Xunit.Fact]\n" + after),
        new() { Sources = new() { TestFramework = TestFramework.Xunit } });
}

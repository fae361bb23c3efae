using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Pool;

/// <summary>The pool's namespace comes in where the file keeps its usings, once.</summary>
public class PoolImportTests
{
    [Fact]
    public Task NoUsingsButAHeader_UsingFollowsTheHeader() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        // Copyright (c) the shop.

        class C
        {
            object M() => [|StackExchange.Redis.ConnectionMultiplexer.Connect("a")|].GetDatabase();
        }
        """,
        """
        // Copyright (c) the shop.

        using RedisGuard.Pool;

        class C
        {
            object M() => RedisPool.For("a").GetDatabase();
        }
        """);

    [Fact]
    public Task FileScopedNamespace_UsingStaysOutside() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using System.Text;
        using StackExchange.Redis;

        namespace Shop;

        class C
        {
            object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();
        }
        """,
        """
        using System.Text;
        using RedisGuard.Pool;

        namespace Shop;

        class C
        {
            object M() => RedisPool.For("a").GetDatabase();
        }
        """);

    [Fact]
    public Task UsingsInsideTheNamespace_UsingGoesThere() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        namespace Shop
        {
            using StackExchange.Redis;
            using System.Text;

            class C
            {
                object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();
            }
        }
        """,
        """
        namespace Shop
        {
            using RedisGuard.Pool;
            using System.Text;

            class C
            {
                object M() => RedisPool.For("a").GetDatabase();
            }
        }
        """);

    [Fact]
    public Task GlobalUsing_IsEnough() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        class C
        {
            object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();
        }
        """,
        """
        class C
        {
            object M() => RedisPool.For("a").GetDatabase();
        }
        """,
        new()
        {
            Sources = new() { Files = [("Usings.cs", "global using RedisGuard.Pool;\nglobal using StackExchange.Redis;\n")] },
        });

    [Fact]
    public Task UsingAlreadyThere_IsNotRepeated() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class C
        {
            RedisLease? Lease { get; set; }

            object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();
        }
        """,
        """
        using RedisGuard.Pool;

        class C
        {
            RedisLease? Lease { get; set; }

            object M() => RedisPool.For("a").GetDatabase();
        }
        """);

    [Fact]
    public Task OwnTypeOfTheSameName_IsNotMistaken() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        namespace Shop
        {
            class RedisPool { }

            class C
            {
                object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();
            }
        }
        """,
        """
        namespace Shop
        {
            class RedisPool { }

            class C
            {
                object M() => RedisGuard.Pool.RedisPool.For("a").GetDatabase();
            }
        }
        """);

    [Fact]
    public Task TopLevelStatements_AreFixedInPlace() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        // Connect.
        await using var connection = await [|ConnectionMultiplexer.ConnectAsync(args[0])|];
        await connection.GetDatabase().StringSetAsync("key", 1);
        """,
        """
        using RedisGuard.Pool;

        // Connect.
        var connection = await RedisPool.For(args[0]).GetConnectionAsync();
        await connection.GetDatabase().StringSetAsync("key", 1);
        """,
        new() { Sources = new() { OutputKind = OutputKind.ConsoleApplication } });

    [Fact]
    public Task TopLevelUsingStatement_IsUnwrapped() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        using (var connection = [|ConnectionMultiplexer.Connect(args[0])|])
        {
            connection.GetDatabase().StringSet("key", 1);
        }

        Console.WriteLine("done");
        """,
        """
        using RedisGuard.Pool;

        var connection = RedisPool.For(args[0]).GetConnection();
        connection.GetDatabase().StringSet("key", 1);

        Console.WriteLine("done");
        """,
        new() { Sources = new() { OutputKind = OutputKind.ConsoleApplication } });

    [Fact]
    public Task StaticUsing_IsResolved() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using static StackExchange.Redis.ConnectionMultiplexer;

        class C
        {
            object M() => [|Connect("a")|].GetDatabase();
        }
        """,
        """
        using RedisGuard.Pool;

        class C
        {
            object M() => RedisPool.For("a").GetDatabase();
        }
        """);

    [Fact]
    public Task OldLanguage_IsFixedToo() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        class C
        {
            void M()
            {
                using (ConnectionMultiplexer connection = [|ConnectionMultiplexer.Connect("a")|])
                {
                    connection.GetDatabase().StringSet("key", 1);
                }
            }
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class C
        {
            void M()
            {
                IConnectionMultiplexer connection = RedisPool.For("a").GetConnection();
                connection.GetDatabase().StringSet("key", 1);
            }
        }
        """,
        new() { Sources = new() { LanguageVersion = LanguageVersion.CSharp7_3 } });

    [Fact]
    public Task WindowsLineEnds_StayAlone() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class C
        {
            void M()
            {
                using (var connection = [|ConnectionMultiplexer.Connect("a")|]) {
                    connection.GetDatabase().StringSet("key", 1); }
            }
        }
        """.ReplaceLineEndings("\r\n"),
        """
        using RedisGuard.Pool;

        class C
        {
            void M()
            {
                var connection = RedisPool.For("a").GetConnection();
                connection.GetDatabase().StringSet("key", 1);
            }
        }
        """.ReplaceLineEndings("\r\n"));
}

using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Editing;

/// <summary>Using directives go with the code that needed them, and with no other.</summary>
public class UnusedUsingsTests
{
    [Fact]
    public Task LastUse_TakesItsDirectiveAlong() => Verify(
        """
        // Copyright (c) the shop.
        using System.Text;
        using Microsoft.Extensions.Configuration;
        using StackExchange.Redis;

        class C
        {
            object M(string cs) => [|ConnectionMultiplexer.Connect(cs)|].GetDatabase();
        }
        """,
        """
        // Copyright (c) the shop.
        using System.Text;
        using Microsoft.Extensions.Configuration;
        using RedisGuard.Pool;

        class C
        {
            object M(string cs) => RedisPool.For(cs).GetDatabase();
        }
        """);

    [Fact]
    public Task HeadOfTheFile_Stays() => Verify(
        """
        // Copyright (c) the shop.

        using StackExchange.Redis;

        class C
        {
            object M(string cs) => [|ConnectionMultiplexer.Connect(cs)|].GetDatabase();
        }
        """,
        """
        // Copyright (c) the shop.

        using RedisGuard.Pool;

        class C
        {
            object M(string cs) => RedisPool.For(cs).GetDatabase();
        }
        """);

    [Fact]
    public Task NameThatIsUsedElsewhere_KeepsItsDirective() => Verify(
        """
        using StackExchange.Redis;

        class C
        {
            IDatabase M(string cs) => [|ConnectionMultiplexer.Connect(cs)|].GetDatabase();
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class C
        {
            IDatabase M(string cs) => RedisPool.For(cs).GetDatabase();
        }
        """);

    /// <summary>Another framework's branch may need what this one doesn't.</summary>
    [Fact]
    public Task FileWithBranches_KeepsItsDirectives() => Verify(
        """
        using StackExchange.Redis;

        class C
        {
            object M(string cs) => [|ConnectionMultiplexer.Connect(cs)|].GetDatabase();

        #if NETFRAMEWORK
            IDatabase? _old;
        #endif
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class C
        {
            object M(string cs) => RedisPool.For(cs).GetDatabase();

        #if NETFRAMEWORK
            IDatabase? _old;
        #endif
        }
        """);

    private static Task Verify(string before, string after) => FixVerifier<PoolFixProvider>.VerifyAsync(before, after);
}

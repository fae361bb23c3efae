using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests;

public class PoolFixTests
{
    [Fact]
    public Task UsingDeclaration_BecomesPlainLocal() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        class Orders
        {
            string? Read(string key)
            {
                using var connection = [|ConnectionMultiplexer.Connect("localhost")|];
                return connection.GetDatabase().StringGet(key);
            }
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class Orders
        {
            string? Read(string key)
            {
                var connection = RedisPool.For("localhost").Connection;
                return connection.GetDatabase().StringGet(key);
            }
        }
        """);
}

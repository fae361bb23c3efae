using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Scoping;

/// <summary>The scope that closes the connection ends after what needs it.</summary>
public class WidenScopeFixTests
{
    [Fact]
    public Task ReturnedTask_IsAwaitedInside() => Verify(
        """
        public static Task<bool> SeedAsync(IServiceCollection services)
        {
            using var redis = {|RG1008:ConnectionMultiplexer.Connect("a")|};
            // once
            return redis.GetDatabase().StringSetAsync("seeded", 1);
        }
        """,
        """
        public static async Task<bool> SeedAsync(IServiceCollection services)
        {
            using var redis = ConnectionMultiplexer.Connect("a");
            // once
            return await redis.GetDatabase().StringSetAsync("seeded", 1);
        }
        """);

    [Fact]
    public Task ReturnedTaskWithoutResult_IsAwaitedInside() => Verify(
        """
        static Task SeedAsync(IServiceCollection services)
        {
            using (var redis = {|RG1008:ConnectionMultiplexer.Connect("a")|})
            {
                return redis.GetDatabase().StringSetAsync("seeded", 1);
            }
        }
        """,
        """
        static async Task SeedAsync(IServiceCollection services)
        {
            using (var redis = ConnectionMultiplexer.Connect("a"))
            {
                await redis.GetDatabase().StringSetAsync("seeded", 1);
            }
        }
        """);

    [Fact]
    public Task DatabaseUsedBehindTheBlock_KeepsTheConnectionOpen() => Verify(
        """
        public static void Seed(IServiceCollection services)
        {
            IDatabase database;
            using (var redis = {|RG1008:ConnectionMultiplexer.Connect("a")|})
            {
                database = redis.GetDatabase();
            }

            database.StringSet("seeded", 1);
        }
        """,
        """
        public static void Seed(IServiceCollection services)
        {
            IDatabase database;
            using var redis = ConnectionMultiplexer.Connect("a");
            database = redis.GetDatabase();

            database.StringSet("seeded", 1);
        }
        """);

    [Theory]
    [InlineData("public static IDatabase Open(IServiceCollection services) { using var redis = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; return redis.GetDatabase(); }")]
    [InlineData("public static Task<bool> SetAsync(string key) { using var redis = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; return redis.GetDatabase().StringSetAsync(key, 1); }")]
    public Task ThatWouldNotBeEnough_IsNotOffered(string members) => RealRules<WidenScopeFixProvider>.VerifyNotOfferedAsync(Class(members));

    private static Task Verify(string before, string after) => RealRules<WidenScopeFixProvider>.VerifyAsync(Class(before), Class(after));

    private static string Class(string members) => "using Microsoft.Extensions.DependencyInjection;\n" + Snippet.InClass(members);
}

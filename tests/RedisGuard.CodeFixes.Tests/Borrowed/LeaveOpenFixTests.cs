using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Borrowed;

/// <summary>What closed somebody else's connection is taken out; what it stood in stays.</summary>
public class LeaveOpenFixTests
{
    [Theory]
    [InlineData("Use(m); {|RG1007:m.Dispose()|};", "Use(m);")]
    [InlineData("Use(m); m?{|RG1007:.Close()|};", "Use(m);")]
    [InlineData("Use(m); {|RG1007:db.Multiplexer.Dispose()|};", "Use(m);")]
    [InlineData("using var mine = {|RG1007:m|}; Use(mine);", "var mine = m; Use(mine);")]
    [InlineData("try { Use(m); } finally { {|RG1007:m.Dispose()|}; }", "Use(m);")]
    [InlineData("Use(m); if (m != null) { {|RG1007:m.Dispose()|}; }", "Use(m);")]
    [InlineData("Use(m); try { {|RG1007:m.Close()|}; } catch (RedisException) { }", "Use(m);")]
    public Task Closing_IsTakenOut(string before, string after) => RealRules<LeaveOpenFixProvider>.VerifyAsync(In(before), In(after));

    [Fact]
    public Task Layout_IsKept() => RealRules<LeaveOpenFixProvider>.VerifyWithoutAsync(
        """
        using StackExchange.Redis;

        class Orders
        {
            public void Count(IConnectionMultiplexer redis, IDatabase db)
            {
                // Count first.
                using (var mine = {|RG1007:redis|}) // ours for a moment
                {
                    mine.GetDatabase().StringIncrement("orders");
                }

                // Then say so.
                using ({|RG1007:redis|})
                {
                    Console.WriteLine(redis.IsConnected);
                }

                // Then close.
                {|RG1007:redis.Dispose()|}; // done

                Console.WriteLine("done");
            }

            public async Task CountAsync(IConnectionMultiplexer redis)
            {
                await redis.GetDatabase().StringIncrementAsync("orders");
                await {|RG1007:redis.CloseAsync()|}.ConfigureAwait(false);
            }
        }
        """,
        """
        using StackExchange.Redis;

        class Orders
        {
            public void Count(IConnectionMultiplexer redis, IDatabase db)
            {
                // Count first.
                var mine = redis; // ours for a moment
                mine.GetDatabase().StringIncrement("orders");

                // Then say so.
                Console.WriteLine(redis.IsConnected);

                Console.WriteLine("done");
            }

            public async Task CountAsync(IConnectionMultiplexer redis)
            {
                await redis.GetDatabase().StringIncrementAsync("orders");
            }
        }
        """,
        ["// Then close.", "// done"]);

    [Fact]
    public Task NamesThatWouldMeet_KeepTheirBraces() => RealRules<LeaveOpenFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        class Orders
        {
            public void Count(IConnectionMultiplexer redis)
            {
                using ({|RG1007:redis|})
                {
                    var db = redis.GetDatabase();
                    db.StringIncrement("orders");
                }

                {
                    var db = redis.GetDatabase(1);
                    db.StringIncrement("orders");
                }
            }
        }
        """,
        """
        using StackExchange.Redis;

        class Orders
        {
            public void Count(IConnectionMultiplexer redis)
            {
                {
                    var db = redis.GetDatabase();
                    db.StringIncrement("orders");
                }

                {
                    var db = redis.GetDatabase(1);
                    db.StringIncrement("orders");
                }
            }
        }
        """);

    [Theory]
    [InlineData("public void Finish(IConnectionMultiplexer m) => {|RG1007:m.Dispose()|};")]
    [InlineData("public void Finish(IConnectionMultiplexer m) { {|RG1007:m.Dispose()|}; }")]
    [InlineData("public void Finish(IConnectionMultiplexer m) { if (m != null) { {|RG1007:m.Dispose()|}; } }")]
    [InlineData("public void Finish(IConnectionMultiplexer m) { try { {|RG1007:m.Dispose()|}; } catch (RedisException) { } }")]
    [InlineData("public Task Finish(IConnectionMultiplexer m) { return {|RG1007:m.CloseAsync()|}; }")]
    [InlineData("public async Task Finish(IConnectionMultiplexer m) { m.GetDatabase(); await {|RG1007:m.CloseAsync()|}; }")]
    [InlineData("public void Finish(IConnectionMultiplexer m) { m.GetDatabase(); while (m.IsConnected) { {|RG1007:m.Close()|}; } }")]
    [InlineData("public void Finish(IConnectionMultiplexer m) { m.GetDatabase(); lock (this) { if (m != null) { {|RG1007:m.Close()|}; } } }")]
    [InlineData("public void Finish(IConnectionMultiplexer m) { m.GetDatabase(); Action close = () => {|RG1007:m.Close()|}; close(); }")]
    [InlineData("public void Finish(IConnectionMultiplexer m) { using ({|RG1007:m|}) { } }")]
    public Task ClosingThatIsAllThereIs_IsNotOffered(string member) => RealRules<LeaveOpenFixProvider>.VerifyNotOfferedAsync(Snippet.InClass(member));

    [Fact]
    public Task ScopedFactoryOfASharedOne_IsNotOffered() => RealRules<LeaveOpenFixProvider>.VerifyNotOfferedAsync("""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Registration
        {
            private static readonly Lazy<IConnectionMultiplexer> s_redis = new(() => ConnectionMultiplexer.Connect("localhost"));

            public static void Add(IServiceCollection services) => services.AddScoped<IConnectionMultiplexer>(_ => {|RG1007:s_redis.Value|});
        }
        """);

    private static string In(string statements) => $$"""
        using StackExchange.Redis;

        class Orders
        {
            public void Count(IConnectionMultiplexer m, IDatabase db)
            {
                {{statements}}
            }

            private static void Use(IConnectionMultiplexer connection) => Console.WriteLine(connection.IsConnected);
        }
        """;
}

using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>The dial <c>redisguard.exception_paths</c>: which exceptional exits must close the connection.</summary>
public class RG1002ExceptionPathsTests
{
    [Theory]
    [InlineData("none", "RG1001")]
    [InlineData(" None ", "RG1001")]
    [InlineData("conservative", "RG1002")]
    [InlineData("all", "RG1002")]
    [InlineData("ALL", "RG1002")]
    [InlineData(null, "RG1002")]
    [InlineData("", "RG1002")]
    [InlineData("sometimes", "RG1002")]
    [InlineData("7", "RG1002")]
    [InlineData("-1", "RG1002")]
    public Task WrittenThrow_CountsUnlessNone(string? value, string id) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Cache
        {
            public void Warm(string? value)
            {
                var connection = {|{{id}}:ConnectionMultiplexer.Connect("localhost")|};
                if (value is null)
                {
                    throw new ArgumentNullException(nameof(value));
                }

                connection.Dispose();
            }
        }
        """,
        With(value));

    [Theory]
    [InlineData("none", "RG1001")]
    [InlineData("conservative", "RG1001")]
    [InlineData("all", "RG1002")]
    [InlineData(null, "RG1001")]
    [InlineData("every", "RG1001")]
    public Task CallThatMayThrow_CountsOnlyForAll(string? value, string id) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Cache
        {
            public void Warm(string value)
            {
                var connection = {|{{id}}:ConnectionMultiplexer.Connect("localhost")|};
                connection.GetDatabase().StringSet("k", value);
                connection.Dispose();
            }
        }
        """,
        With(value));

    [Theory]
    [InlineData("using var connection = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; connection.GetDatabase().Ping();")]
    [InlineData("using (var connection = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}) { connection.GetDatabase().Ping(); }")]
    [InlineData("var connection = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; try { connection.GetDatabase().Ping(); } finally { connection.Dispose(); }")]
    [InlineData("ConnectionMultiplexer? connection = null; try { connection = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; connection.GetDatabase().Ping(); } finally { connection?.Dispose(); }")]
    [InlineData("var connection = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; try { connection.GetDatabase().Ping(); } catch { connection.Dispose(); throw; } connection.Dispose();")]
    [InlineData("var connection = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; connection.Dispose();")]
    [InlineData("var connection = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; try { connection.GetDatabase().Ping(); } catch (Exception) { } connection.Dispose();")]
    public Task All_IsContentWithProtectedCode(string statements) => VerifyAllAsync(statements);

    [Theory]
    [InlineData("var connection = {|RG1002:ConnectionMultiplexer.Connect(\"localhost\")|}; try { connection.GetDatabase().Ping(); } catch (RedisException) { connection.Dispose(); throw; } connection.Dispose();")]
    [InlineData("var connection = {|RG1002:ConnectionMultiplexer.Connect(\"localhost\")|}; connection.GetDatabase().Ping(); try { connection.GetDatabase().Ping(); } finally { connection.Dispose(); }")]
    [InlineData("var connection = {|RG1002:ConnectionMultiplexer.Connect(\"localhost\")|}; connection.GetDatabase().Ping(); _connection = connection;")]
    public Task All_SeesCallsOutsideProtection(string statements) => VerifyAllAsync(statements);

    private static Task VerifyAllAsync(string statements) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Cache
        {
            private static IConnectionMultiplexer? _connection;

            public void Warm()
            {
                {{statements}}
            }
        }
        """,
        With("all"));

    private static TestSetup With(string? value)
        => new() { EditorConfig = value is null ? null : $"redisguard.exception_paths = {value}" };
}

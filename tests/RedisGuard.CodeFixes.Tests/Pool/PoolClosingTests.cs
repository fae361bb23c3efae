using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Pool;

/// <summary>What the pool owns nobody else may close: the closing calls go, and what they leave empty.</summary>
public class PoolClosingTests
{
    [Theory]
    [InlineData("connection.Dispose();")]
    [InlineData("connection.Close();")]
    [InlineData("connection.Close(allowCommandsToComplete: false);")]
    [InlineData("connection?.Dispose();")]
    [InlineData("await connection.DisposeAsync();")]
    [InlineData("await connection.DisposeAsync().ConfigureAwait(false);")]
    [InlineData("await connection.CloseAsync();")]
    [InlineData("_ = connection.CloseAsync();")]
    [InlineData("connection.CloseAsync().Wait();")]
    [InlineData("connection.DisposeAsync().AsTask().GetAwaiter().GetResult();")]
    [InlineData("connection?.DisposeAsync().AsTask().Wait();")]
    [InlineData("((IDisposable)connection).Dispose();")]
    [InlineData("if (connection != null) connection.Dispose();")]
    [InlineData("if (connection is not null) { await connection.CloseAsync(); }")]
    [InlineData("if (connection.IsConnected) { connection.Close(); }")]
    public Task ClosingCall_IsRemoved(string closing) => Verify(
        $$"""
        async Task Write(string key)
        {
            var connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|];
            await connection.GetDatabase().StringSetAsync(key, 1);
            {{closing}}
        }
        """,
        """
        async Task Write(string key)
        {
            var connection = await RedisPool.For("localhost").GetConnectionAsync();
            await connection.GetDatabase().StringSetAsync(key, 1);
        }
        """);

    [Fact]
    public Task FinallyThatOnlyClosed_Goes() => Verify(
        """
        void Write(string key)
        {
            var connection = [|ConnectionMultiplexer.Connect("localhost")|];

            // Whatever happens.
            try
            {
                var db = connection.GetDatabase();
                db.StringSet(key, 1);
            }
            finally
            {
                // Give it back.
                connection.Dispose();
            }

            Console.WriteLine(key);
        }
        """,
        """
        void Write(string key)
        {
            var connection = RedisPool.For("localhost").GetConnection();

            // Whatever happens.
            var db = connection.GetDatabase();
            db.StringSet(key, 1);

            Console.WriteLine(key);
        }
        """,
        gone: "// Give it back.");

    [Fact]
    public Task TryWithACatch_KeepsTheCatch() => Verify(
        """
        void Write(string key)
        {
            var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            try
            {
                connection.GetDatabase().StringSet(key, 1);
            }
            catch (RedisException)
            {
                connection.Close();
                Console.WriteLine(key);
                throw;
            }
            finally
            {
                if (connection != null)
                {
                    connection.Dispose();
                }
            }
        }
        """,
        """
        void Write(string key)
        {
            var connection = RedisPool.For("localhost").GetConnection();
            try
            {
                connection.GetDatabase().StringSet(key, 1);
            }
            catch (RedisException)
            {
                Console.WriteLine(key);
                throw;
            }
        }
        """);

    [Fact]
    public Task FinallyWithMoreToDo_KeepsTheRest() => Verify(
        """
        void Write(string key)
        {
            var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            try
            {
                connection.GetDatabase().StringSet(key, 1);
            }
            finally
            {
                connection.Dispose();

                Console.WriteLine("done");
            }
        }
        """,
        """
        void Write(string key)
        {
            var connection = RedisPool.For("localhost").GetConnection();
            try
            {
                connection.GetDatabase().StringSet(key, 1);
            }
            finally
            {
                Console.WriteLine("done");
            }
        }
        """);

    [Fact]
    public Task LocalDeclaredBeforeTheTry_IsRetyped() => Verify(
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
        void Write(string key)
        {
            IConnectionMultiplexer connection = RedisPool.For("localhost").GetConnection();
            connection.GetDatabase().StringSet(key, 1);
        }
        """);

    [Fact]
    public Task ClosingOnAnEarlyReturn_GoesToo() => Verify(
        """
        string? Read(string key)
        {
            var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            if (key.Length == 0)
            {
                connection.Dispose();
                return null;
            }

            string? value = connection.GetDatabase().StringGet(key);
            connection.Dispose(); // never later
            return value;
        }
        """,
        """
        string? Read(string key)
        {
            var connection = RedisPool.For("localhost").GetConnection();
            if (key.Length == 0)
            {
                return null;
            }

            string? value = connection.GetDatabase().StringGet(key);
            return value;
        }
        """,
        gone: "// never later");

    [Fact]
    public Task UsingOverTheLocal_IsUnwrapped() => Verify(
        """
        void Write(string key)
        {
            var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            using (connection)
            {
                connection.GetDatabase().StringSet(key, 1);
            }
        }
        """,
        """
        void Write(string key)
        {
            var connection = RedisPool.For("localhost").GetConnection();
            connection.GetDatabase().StringSet(key, 1);
        }
        """);

    [Fact]
    public Task ConfiguredAwaitUsingOverTheLocal_Goes() => Verify(
        """
        async Task Write(string key)
        {
            var connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|].ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            await connection.GetDatabase().StringSetAsync(key, 1).ConfigureAwait(false);
        }
        """,
        """
        async Task Write(string key)
        {
            var connection = await RedisPool.For("localhost").GetConnectionAsync().ConfigureAwait(false);
            await connection.GetDatabase().StringSetAsync(key, 1).ConfigureAwait(false);
        }
        """);

    [Fact]
    public Task ClosingInAnElse_TakesTheElseWithIt() => Verify(
        """
        void Write(string key)
        {
            var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            if (key.Length > 0)
            {
                connection.GetDatabase().StringSet(key, 1);
            }
            else
            {
                connection.Dispose();
            }
        }
        """,
        """
        void Write(string key)
        {
            var connection = RedisPool.For("localhost").GetConnection();
            if (key.Length > 0)
            {
                connection.GetDatabase().StringSet(key, 1);
            }
        }
        """);

    private static Task Verify(string before, string after, params string[] gone) =>
        FixVerifier<PoolFixProvider>.VerifyAsync(Snippet.InClass(before), Snippet.InClassWithPool(after), new() { GoneComments = [.. gone] });
}

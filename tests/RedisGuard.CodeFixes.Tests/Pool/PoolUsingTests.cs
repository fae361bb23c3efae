using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Pool;

/// <summary>The pool owns the connection, so <c>using</c> goes, and what it enclosed stays as it was.</summary>
public class PoolUsingTests
{
    [Fact]
    public Task UsingDeclaration_BecomesPlainLocal() => Verify(
        """
        string? Read(string key)
        {
            // Straight to the server.
            using var connection = [|ConnectionMultiplexer.Connect("localhost")|]; // the primary
            return connection.GetDatabase().StringGet(key);
        }
        """,
        """
        string? Read(string key)
        {
            // Straight to the server.
            var connection = RedisPool.For("localhost").GetConnection(); // the primary
            return connection.GetDatabase().StringGet(key);
        }
        """);

    [Fact]
    public Task AwaitUsingDeclaration_KeepsTheAwaitOfTheValue() => Verify(
        """
        async Task<string?> Read(string key)
        {
            await using var connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|];
            return await connection.GetDatabase().StringGetAsync(key);
        }
        """,
        """
        async Task<string?> Read(string key)
        {
            var connection = await RedisPool.For("localhost").GetConnectionAsync();
            return await connection.GetDatabase().StringGetAsync(key);
        }
        """);

    [Fact]
    public Task UsingStatement_IsUnwrapped() => Verify(
        """
        string? Read(string key)
        {
            key = key.Trim();

            // Straight to the server.
            using (var connection = [|ConnectionMultiplexer.Connect("localhost")|]) // the primary
            {
                // First the database.
                var db = connection.GetDatabase();

                if (key.Length == 0)
                {
                    return null;
                }

                return db.StringGet(key);
                // That was all.
            }
        }
        """,
        """
        string? Read(string key)
        {
            key = key.Trim();

            // Straight to the server.
            var connection = RedisPool.For("localhost").GetConnection(); // the primary
            // First the database.
            var db = connection.GetDatabase();

            if (key.Length == 0)
            {
                return null;
            }

            return db.StringGet(key);
            // That was all.
        }
        """);

    [Fact]
    public Task AwaitUsingStatement_IsUnwrapped() => Verify(
        """
        async Task Write(string key)
        {
            await using (var connection = await [|ConnectionMultiplexer.ConnectAsync("localhost")|])
            {
                await connection.GetDatabase().StringSetAsync(key, 1);
            }
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
    public Task UsingStatementInEgyptianBraces_IsUnwrapped() => Verify(
        """
        void Write(string key) {
            using (ConnectionMultiplexer connection = [|ConnectionMultiplexer.Connect("localhost")|]) {
                connection.GetDatabase( ).StringSet( key,1 );
            }
            Console.WriteLine(key);
        }
        """,
        """
        void Write(string key) {
            IConnectionMultiplexer connection = RedisPool.For("localhost").GetConnection();
            connection.GetDatabase( ).StringSet( key,1 );
            Console.WriteLine(key);
        }
        """);

    [Fact]
    public Task UsingStatementOnOneLine_IsUnwrapped() => Verify(
        """
        void Write(string key)
        {
            using (var connection = [|ConnectionMultiplexer.Connect("localhost")|]) { connection.GetDatabase().StringSet(key, 1); }
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
    public Task UsingStatementWithoutBraces_IsUnwrapped() => Verify(
        """
        void Write(string key)
        {
            using (var connection = [|ConnectionMultiplexer.Connect("localhost")|])
                connection.GetDatabase().StringSet(key, 1);
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
    public Task NameUsedAgainAfterwards_KeepsTheBraces() => Verify(
        """
        void Copy(string key)
        {
            using (var connection = [|ConnectionMultiplexer.Connect("a")|])
            {
                connection.GetDatabase().StringSet(key, 1);
            }

            var other = new Func<string, string>(connection => connection + key);
            Console.WriteLine(other("b"));
        }
        """,
        """
        void Copy(string key)
        {
            {
                var connection = RedisPool.For("a").GetConnection();
                connection.GetDatabase().StringSet(key, 1);
            }

            var other = new Func<string, string>(connection => connection + key);
            Console.WriteLine(other("b"));
        }
        """);

    [Fact]
    public Task FieldOfTheSameNameAsAnInnerLocal_IsNotCaptured() => Verify(
        """
        int count = 7;

        void Write(string key)
        {
            using (var connection = [|ConnectionMultiplexer.Connect("a")|])
            {
                int count = 1;
                connection.GetDatabase().StringSet(key, count);
            }

            Console.WriteLine(count);
        }
        """,
        """
        int count = 7;

        void Write(string key)
        {
            {
                var connection = RedisPool.For("a").GetConnection();
                int count = 1;
                connection.GetDatabase().StringSet(key, count);
            }

            Console.WriteLine(count);
        }
        """);

    [Fact]
    public Task UsingStatementAsABranch_BecomesABlock() => Verify(
        """
        void Write(string key)
        {
            if (key.Length > 0)
                using (var connection = [|ConnectionMultiplexer.Connect("localhost")|])
                {
                    connection.GetDatabase().StringSet(key, 1);
                }
        }
        """,
        """
        void Write(string key)
        {
            if (key.Length > 0)
                {
                    var connection = RedisPool.For("localhost").GetConnection();
                    connection.GetDatabase().StringSet(key, 1);
                }
        }
        """);

    [Fact]
    public Task StackedUsings_LoseTheConnectionOnly() => Verify(
        """
        void Write(string path, string key)
        {
            using (var connection = [|ConnectionMultiplexer.Connect("localhost")|])
            using (var file = File.OpenRead(path))
            {
                connection.GetDatabase().StringSet(key, file.Length);
            }
        }
        """,
        """
        void Write(string path, string key)
        {
            var connection = RedisPool.For("localhost").GetConnection();
            using (var file = File.OpenRead(path))
            {
                connection.GetDatabase().StringSet(key, file.Length);
            }
        }
        """);

    [Fact]
    public Task InnerOfStackedUsings_BecomesABlock() => Verify(
        """
        void Write(string path, string key)
        {
            using (var file = File.OpenRead(path))
            using (var connection = [|ConnectionMultiplexer.Connect("localhost")|])
            {
                connection.GetDatabase().StringSet(key, file.Length);
            }
        }
        """,
        """
        void Write(string path, string key)
        {
            using (var file = File.OpenRead(path))
            {
                var connection = RedisPool.For("localhost").GetConnection();
                connection.GetDatabase().StringSet(key, file.Length);
            }
        }
        """);

    [Fact]
    public Task DirectivesAtTheBraces_KeepTheBraces() => Verify(
        """
        void Write(string key)
        {
            using (var connection = [|ConnectionMultiplexer.Connect("localhost")|])
            {
        #region work
                connection.GetDatabase().StringSet(key, 1);
        #endregion
            }
        }
        """,
        """
        void Write(string key)
        {
            {
                var connection = RedisPool.For("localhost").GetConnection();
        #region work
                connection.GetDatabase().StringSet(key, 1);
        #endregion
            }
        }
        """);

    [Fact]
    public Task UsingInASwitchSection_IsUnwrapped() => Verify(
        """
        void Write(string key)
        {
            switch (key)
            {
                case "a":
                    using (var connection = [|ConnectionMultiplexer.Connect("localhost")|])
                    {
                        connection.GetDatabase().StringSet(key, 1);
                    }

                    break;
            }
        }
        """,
        """
        void Write(string key)
        {
            switch (key)
            {
                case "a":
                    var connection = RedisPool.For("localhost").GetConnection();
                    connection.GetDatabase().StringSet(key, 1);

                    break;
            }
        }
        """);

    [Fact]
    public Task MultilineTextInside_KeepsItsContent() => Verify(
        """"
        void Write(string key)
        {
            using (var connection = [|ConnectionMultiplexer.Connect("localhost")|])
            {
                connection.GetDatabase().StringSet(key, @"first
                second");
            }
        }
        """",
        """"
        void Write(string key)
        {
            var connection = RedisPool.For("localhost").GetConnection();
            connection.GetDatabase().StringSet(key, @"first
                second");
        }
        """");

    private static Task Verify(string before, string after) =>
        FixVerifier<PoolFixProvider>.VerifyAsync(Snippet.InClass(before), Snippet.InClassWithPool(after));
}

using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Lazy;

/// <summary>The new field is named and placed as its neighbours are.</summary>
public class FieldNamingTests
{
    [Theory]
    [InlineData("private static readonly string s_host = \"a\";", "s_redisConnection")]
    [InlineData("private static readonly string _host = \"a\";", "_redisConnection")]
    [InlineData("private readonly string _host = \"a\";", "_redisConnection")]
    [InlineData("static string host = \"a\";", "redisConnection")]
    [InlineData("private static readonly string Host = \"a\";", "RedisConnection")]
    [InlineData("private const string host = \"a\";", "RedisConnection")]
    [InlineData("public string host = \"a\";", "RedisConnection")]
    public Task Style_FollowsTheFields(string field, string name) => FixVerifier<LazyFixProvider>.VerifyAsync(
        Snippet.InClass($$"""
            {{field}}

            object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();
            """),
        Snippet.InClass($$"""
            {{field}}
            private static readonly Lazy<ConnectionMultiplexer> {{name}} = new(() => ConnectionMultiplexer.Connect("a"));

            object M() => {{name}}.Value.GetDatabase();
            """),
        new() { Sources = new() { EditorConfig = "dotnet_diagnostic.CS0414.severity = none" } });

    [Theory]
    [InlineData("int RedisConnection => 1;")]
    [InlineData("object N(object RedisConnection) => RedisConnection;")]
    [InlineData("class RedisConnection { }")]
    public Task TakenName_IsNumbered(string member) => FixVerifier<LazyFixProvider>.VerifyAsync(
        Snippet.InClass($$"""
            {{member}}

            object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase();
            """),
        Snippet.InClass($$"""
            private static readonly Lazy<ConnectionMultiplexer> RedisConnection2 = new(() => ConnectionMultiplexer.Connect("a"));

            {{member}}

            object M() => RedisConnection2.Value.GetDatabase();
            """));

    [Fact]
    public Task InheritedName_IsNotHidden() => FixVerifier<LazyFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        class D : B { object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase(); }
        """,
        """
        using StackExchange.Redis;

        class D : B { private static readonly Lazy<ConnectionMultiplexer> RedisConnection2 = new(() => ConnectionMultiplexer.Connect("a")); object M() => RedisConnection2.Value.GetDatabase(); }
        """,
        new() { Sources = new() { Files = [("B.cs", "class B { protected int RedisConnection => 1; }\n")] } });

    [Fact]
    public Task LastField_IsFollowed() => FixVerifier<LazyFixProvider>.VerifyAsync(
        Snippet.InClass("""
            #region fields
            private static int _first;
            /// <summary>The second.</summary>
            private static int _second; // counts
            #endregion

            object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase(_first++ + _second++);
            """),
        Snippet.InClass("""
            #region fields
            private static int _first;
            /// <summary>The second.</summary>
            private static int _second; // counts
            private static readonly Lazy<ConnectionMultiplexer> _redisConnection = new(() => ConnectionMultiplexer.Connect("a"));
            #endregion

            object M() => _redisConnection.Value.GetDatabase(_first++ + _second++);
            """));

    [Fact]
    public Task FieldThatSharesItsLine_IsFollowedOnTheLine() => FixVerifier<LazyFixProvider>.VerifyAsync(
        Snippet.InClass("""
            static int N; object M() => [|ConnectionMultiplexer.Connect("a")|].GetDatabase(N++);
            """),
        Snippet.InClass("""
            static int N; private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect("a")); object M() => RedisConnection.Value.GetDatabase(N++);
            """));

    [Fact]
    public Task ArgumentsOverSeveralLines_MoveToTheFieldsDepth() => FixVerifier<LazyFixProvider>.VerifyAsync(
        Snippet.InClass("""
            object M()
            {
                if (Environment.ProcessorCount > 1)
                {
                    return [|ConnectionMultiplexer.Connect(new ConfigurationOptions
                    {
                        EndPoints = { "a" },
                    })|].GetDatabase();
                }

                return 0;
            }
            """),
        Snippet.InClass("""
            private static readonly Lazy<ConnectionMultiplexer> RedisConnection = new(() => ConnectionMultiplexer.Connect(new ConfigurationOptions
            {
                EndPoints = { "a" },
            }));

            object M()
            {
                if (Environment.ProcessorCount > 1)
                {
                    return RedisConnection.Value.GetDatabase();
                }

                return 0;
            }
            """));
}

using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Scoping;

public class UsingFixTests
{
    [Fact]
    public Task Local_IsClosedAtTheEnd() => Verify(
        """
        string? Read(string key)
        {
        #region straight to the server
            var connection = [|ConnectionMultiplexer.Connect("localhost")|];
        #endregion
            return connection.GetDatabase().StringGet(key);
        }
        """,
        """
        string? Read(string key)
        {
        #region straight to the server
            using var connection = ConnectionMultiplexer.Connect("localhost");
        #endregion
            return connection.GetDatabase().StringGet(key);
        }
        """);

    [Fact]
    public Task ExplicitType_Stays() => Verify(
        """
        void Write(string key)
        {
            ConnectionMultiplexer connection = [|ConnectionMultiplexer.Connect("localhost")|];
            connection.GetDatabase().StringSet(key, 1);
        }
        """,
        """
        void Write(string key)
        {
            using ConnectionMultiplexer connection = ConnectionMultiplexer.Connect("localhost");
            connection.GetDatabase().StringSet(key, 1);
        }
        """);

    [Fact]
    public Task ClosingOnSomePaths_Goes() => Verify(
        """
        void Write(string key)
        {
            var connection = [|ConnectionMultiplexer.Connect("localhost")|];
            if (key.Length == 0)
            {
                connection.Close();
                return;
            }

            connection.GetDatabase().StringSet(key, 1);
        }
        """,
        """
        void Write(string key)
        {
            using var connection = ConnectionMultiplexer.Connect("localhost");
            if (key.Length == 0)
            {
                return;
            }

            connection.GetDatabase().StringSet(key, 1);
        }
        """);

    [Fact]
    public Task OldLanguage_GetsAUsingStatement() => FixVerifier<UsingFixProvider>.VerifyAsync(
        """
        using System;
        using StackExchange.Redis;

        class C
        {
            [Xunit.Fact]
            public void M(string key)
            {
                Console.WriteLine(key);

                // Straight to the server.
                var connection = [|ConnectionMultiplexer.Connect("localhost")|]; // the primary

                // Now write.
                if (key.Length > 0)
                {
                    connection.GetDatabase().StringSet(key,
                        1);
                }

                Console.WriteLine("done");
                // The end.
            }
        }
        """,
        """
        using System;
        using StackExchange.Redis;

        class C
        {
            [Xunit.Fact]
            public void M(string key)
            {
                Console.WriteLine(key);

                // Straight to the server.
                using (var connection = ConnectionMultiplexer.Connect("localhost")) // the primary
                {
                    // Now write.
                    if (key.Length > 0)
                    {
                        connection.GetDatabase().StringSet(key,
                            1);
                    }

                    Console.WriteLine("done");
                }
                // The end.
            }
        }
        """,
        new() { Sources = new() { LanguageVersion = LanguageVersion.CSharp7_3, TestFramework = TestFramework.Xunit } });

    [Fact]
    public Task OldLanguageWithTabs_KeepsTabs() => FixVerifier<UsingFixProvider>.VerifyAsync(
        "using StackExchange.Redis;\n\nclass C\n{\n\t[Xunit.Fact]\n\tpublic void M()\n\t{\n\t\tvar c = [|ConnectionMultiplexer.Connect(\"a\")|];\n\t\tc.GetDatabase();\n\t}\n}\n",
        "using StackExchange.Redis;\n\nclass C\n{\n\t[Xunit.Fact]\n\tpublic void M()\n\t{\n\t\tusing (var c = ConnectionMultiplexer.Connect(\"a\"))\n\t\t{\n\t\t\tc.GetDatabase();\n\t\t}\n\t}\n}\n",
        new() { Sources = new() { LanguageVersion = LanguageVersion.CSharp7_3, TestFramework = TestFramework.Xunit } });

    [Fact]
    public Task SwitchSection_GetsAUsingStatement() => Verify(
        """
        void Write(string key)
        {
            switch (key)
            {
                case "a":
                    var connection = [|ConnectionMultiplexer.Connect("localhost")|];
                    connection.GetDatabase().StringSet(key, 1);
                    return;
            }
        }
        """,
        """
        void Write(string key)
        {
            switch (key)
            {
                case "a":
                    using (var connection = ConnectionMultiplexer.Connect("localhost"))
                    {
                        connection.GetDatabase().StringSet(key, 1);
                        return;
                    }
            }
        }
        """);

    [Theory]
    [InlineData("void M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; c = null!; }")]
    [InlineData("void M() { var c = [|ConnectionMultiplexer.Connect(\"a\")|]; Swap(ref c); } void Swap(ref ConnectionMultiplexer c) { }")]
    [InlineData("void M() => [|ConnectionMultiplexer.Connect(\"a\")|].GetDatabase();")]
    public Task OtherThanAPlainLocal_HasNoFix(string members) =>
        FixVerifier<UsingFixProvider>.VerifyNotOfferedAsync(Snippet.InClass(members));

    // In a test, which runs once: in code that runs per call, using would only turn the leak into churn (RG1001).
    private static Task Verify(string before, string after) => FixVerifier<UsingFixProvider>.VerifyAsync(
        Snippet.InClass("[Xunit.Fact]\n" + before),
        Snippet.InClass("[Xunit.Fact]\n" + after),
        new() { Sources = new() { TestFramework = TestFramework.Xunit } });
}

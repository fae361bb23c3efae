using Microsoft.CodeAnalysis.Testing;

namespace RedisGuard.Verification;

/// <summary>
/// Checks what all rules together report: the one that is marked, <c>{|RG1001:…|}</c>, and no other beside it.
/// </summary>
internal static class AllRules
{
    public static Task VerifyAsync(string source, TestSetup? setup = null, params DiagnosticResult[] expected)
    {
        setup ??= new();
        return EachLibrary.RunAsync(setup, async library =>
        {
            var test = new AllRulesTest(source, setup, library);
            test.ExpectedDiagnostics.AddRange(expected);
            await test.RunAsync(TestContext.Current.CancellationToken);
        });
    }

    /// <summary>The statements stand in an ordinary method, which runs once a call.</summary>
    public static Task VerifyMethodAsync(string statements, TestSetup? setup = null) => VerifyAsync(
        $$"""
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        sealed class Owner : IDisposable
        {
            private IConnectionMultiplexer? _field;
            private static ConnectionMultiplexer? s_field;

            public async Task M(string cs, bool flag, IConnectionMultiplexer? other, CancellationToken token)
            {
                {{statements}}
            }

            public void Dispose() => _field?.Dispose();

            public void Use() => Use(_field, s_field);
            private static void Use(params IConnectionMultiplexer?[] connections) => Console.WriteLine(connections.Length);
            public static void Look(IConnectionMultiplexer connection) => Console.WriteLine(connection.IsConnected);
            public static void Close(IConnectionMultiplexer connection) => connection.Dispose();
            public static void Keep(IConnectionMultiplexer connection) => s_kept.Add(connection);
            private static readonly List<IConnectionMultiplexer> s_kept = new();
        }
        """,
        setup);

    /// <summary>The source compiles but references no StackExchange.Redis, so nothing may be reported.</summary>
    public static Task VerifyWithoutLibraryAsync(string source) => VerifyAsync(source, new() { Libraries = [Library.None] });
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Locks;

/// <summary>RG3007, Lock released with another token.</summary>
public class RG3007Tests
{
    [Theory]
    [InlineData("if (db.LockTake(key, Guid.NewGuid().ToString(), ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, Guid.NewGuid().ToString())|}; } }")]
    [InlineData("if (db.LockTake(key, Guid.NewGuid().ToString(), ttl)) { Work(); {|RG3007:db.LockRelease(key, Guid.NewGuid().ToString())|}; }")]
    [InlineData("if (await db.LockTakeAsync(key, Guid.NewGuid().ToByteArray(), ttl)) { try { Work(); } finally { await {|RG3007:db.LockReleaseAsync(key, Guid.NewGuid().ToByteArray())|}; } }")]
    [InlineData("if (db.LockTake(key, \"one\", ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, \"two\")|}; } }")]
    [InlineData("if (db.LockTake(key, One, ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, Two)|}; } }")]
    [InlineData("if (db.LockTake(key, first, ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, second)|}; } }")]
    [InlineData("if (db.LockTake(key, Guid.NewGuid().ToString(), ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, first)|}; } }")]
    [InlineData("if (db.LockTake(key, first, ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, \"one\")|}; } }")]
    [InlineData("var one = Guid.NewGuid().ToString(); var two = Guid.NewGuid().ToString(); if (db.LockTake(key, one, ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, two)|}; } }")]
    [InlineData("{|RG3007:db.LockRelease(key, Guid.NewGuid().ToString())|};")]
    [InlineData("_ = {|RG3007:db.LockReleaseAsync(key, Guid.NewGuid().ToString(\"N\"))|};")]
    [InlineData("if (db.LockTake(key, Fresh, ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, Fresh)|}; } }")]
    [InlineData("if (db.LockTake(key, Make(), ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, Make())|}; } }")]
    [InlineData("var token = Make(); if (db.LockTake(key, token, ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, Make())|}; } }")]
    [InlineData("string Local() => $\"{Environment.MachineName}:{Fresh}\"; if (db.LockTake(key, Local(), ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, Local())|}; } }")]
    [InlineData("{|RG3007:db.LockRelease(key, Make())|};")]
    [InlineData("if (db.LockTake(key, _mine, ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, Once)|}; } }")]
    [InlineData("if (db.LockTake(key, _mine, ttl)) { try { Work(); } finally { {|RG3007:db.LockRelease(key, key)|}; } }")]
    public Task OtherToken_IsReported(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData("var token = Guid.NewGuid().ToString(); if (db.LockTake(key, token, ttl)) { try { Work(); } finally { db.LockRelease(key, token); } }")]
    [InlineData("RedisValue token = Guid.NewGuid().ToString(); var same = token; if (db.LockTake(key, token, ttl)) { try { Work(); } finally { db.LockRelease(key, same); } }")]
    [InlineData("if (db.LockTake(key, \"one\", ttl)) { try { Work(); } finally { db.LockRelease(key, \"one\"); } }")]
    [InlineData("if (db.LockTake(key, One, ttl)) { try { Work(); } finally { db.LockRelease(key, \"1\"); } }")]
    [InlineData("if (db.LockTake(key, Environment.MachineName, ttl)) { try { Work(); } finally { db.LockRelease(key, Environment.MachineName); } }")]
    [InlineData("if (db.LockTake(key, key, ttl)) { try { Work(); } finally { db.LockRelease(key, key); } }")]
    [InlineData("if (db.LockTake(key, _token, ttl)) { try { Work(); } finally { db.LockRelease(key, _token); } }")]
    [InlineData("if (db.LockTake(key, _token, ttl)) { try { Work(); } finally { db.LockRelease(key, _other); } }")]
    [InlineData("if (db.LockTake(key, _mine, ttl)) { try { Work(); } finally { db.LockRelease(key, this._mine); } }")]
    [InlineData("if (db.LockTake(key, _mine, ttl)) { try { Work(); } finally { db.LockRelease(key, _kept); } }")]
    [InlineData("if (db.LockTake(key, first, ttl)) { try { Work(); } finally { db.LockRelease(\"other\", second); } }")]
    [InlineData("var token = first; if (second != null) { token = second; } if (db.LockTake(key, token, ttl)) { try { Work(); } finally { db.LockRelease(key, token); } }")]
    [InlineData("if (db.LockTake(key, first, ttl) || db.LockTake(key, second, ttl)) { try { Work(); } finally { db.LockRelease(key, first); db.LockRelease(key, second); } }")]
    [InlineData("db.LockRelease(key, db.LockQuery(key));")]
    [InlineData("db.LockRelease(key, first);")]
    [InlineData("if (db.LockTake(key, Kept, ttl)) { try { Work(); } finally { db.LockRelease(key, Kept); } }")]
    [InlineData("if (db.LockTake(key, Once, ttl)) { try { Work(); } finally { db.LockRelease(key, Once); } }")]
    [InlineData("if (db.LockTake(key, Of(key), ttl)) { try { Work(); } finally { db.LockRelease(key, Of(key)); } }")]
    [InlineData("db.LockRelease(key, _tokens.GetOrAdd(key, Guid.NewGuid().ToString()));")]
    [InlineData("db.LockRelease(key, first ?? Guid.NewGuid().ToString());")]
    public Task SameToken_IsSilent(string statements) => VerifyAsync(statements);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        Source("{|#0:db.LockRelease(key, Guid.NewGuid().ToString())|};"),
        setup: null,
        new DiagnosticResult("RG3007", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'LockRelease' is given another token than the one that took the lock, so the lock stays taken until it expires; use the same token"));

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        Source("db.LockRelease(key, Guid.NewGuid().ToString());"), new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        class Db { public bool LockRelease(string key, string value) => key != value; }
        class C { public void M(Db db) => db.LockRelease("k", Guid.NewGuid().ToString()); }
        """);

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync(
        """
        class Db { public bool LockRelease(string key, string value) => key != value; }
        class C { public void M(Db db) => db.LockRelease("k", Guid.NewGuid().ToString()); }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class C { void M(IDatabase db) { var a = b; var b = a; db.LockTake(a, a, default); db.LockRelease(a, b); db.LockRelease("k",
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string statements) => AllRules.VerifyAsync(Source(statements));

    private static string Source(string statements) =>
        $$"""
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        class Service
        {
            private const string One = "1";
            private const string Two = "2";
            private readonly string _token = Environment.MachineName;
            private readonly string _other = Environment.MachineName;
            private readonly string _mine = Guid.NewGuid().ToString();
            private readonly ConcurrentDictionary<string, string> _tokens = new();
            private string _kept;
            private int _count;

            private static string Fresh => Guid.NewGuid().ToString("N");
            private static string Once { get; } = Guid.NewGuid().ToString("N");
            private string Kept => _kept ??= Guid.NewGuid().ToString();

            public async Task M(IDatabase db, string key, string first, string second, TimeSpan ttl)
            {
                await Task.Yield();
                {{statements}}
            }

            private static RedisValue Make() { var id = Guid.NewGuid(); return Environment.MachineName + id; }
            private string Of(string key) => _tokens.GetOrAdd(key, _ => Guid.NewGuid().ToString());
            private void Work() => _count += (_token + _other).Length;
        }
        """;
}

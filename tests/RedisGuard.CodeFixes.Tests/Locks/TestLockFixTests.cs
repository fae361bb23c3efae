using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Locks;

/// <summary>A lock whose result was thrown away is asked for, and the code goes on only with it.</summary>
public class TestLockFixTests
{
    // The older library has no rule on blocking waits, so that RG4004 tells of them besides.
    private static readonly TestSetup s_blocking = new() { Libraries = [Library.Newest] };

    [Theory]
    [InlineData("{|RG3008:db.LockTake(key, token, ttl)|};", "db.LockTake(key, token, ttl)")]
    [InlineData("_ = {|RG3008:db.LockTake(key, token, ttl)|};", "db.LockTake(key, token, ttl)")]
    [InlineData("await {|RG3008:db.LockTakeAsync(key, token, ttl)|};", "await db.LockTakeAsync(key, token, ttl)")]
    [InlineData("await {|RG3008:db.LockTakeAsync(key, token, ttl)|}.ConfigureAwait(false);", "await db.LockTakeAsync(key, token, ttl).ConfigureAwait(false)")]
    [InlineData("_ = await {|RG3008:db.LockTakeAsync(key, token, ttl)|};", "await db.LockTakeAsync(key, token, ttl)")]
    [InlineData("_ = {|RG3008:db.LockTakeAsync(key, token, ttl)|};", "await db.LockTakeAsync(key, token, ttl)")]
    public Task IgnoredResult_IsTested(string before, string condition) => VerifyAsync(
        before + "\nWork();",
        $$"""
        if (!{{condition}})
        {
            return;
        }

        Work();
        """);

    [Theory]
    [InlineData("{|RG3008:db.LockTake(key, token, ttl)|};")]
    [InlineData("await {|RG3008:db.LockTakeAsync(key, token, ttl)|};")]
    [InlineData("foreach (char c in key)\n{\n    Console.WriteLine(c);\n    db.KeyPersist(key);\n    {|RG3008:db.LockTake(key, token, ttl)|};\n}")]
    public Task LastStatement_IsLeftToItsAuthor(string statements) => RealRules<TestLockFixProvider>.VerifyNotOfferedAsync(In(statements));

    [Fact]
    public Task IgnoredResultOfABlockingWait_IsTested() => VerifyAsync(
        "{|RG3008:db.LockTakeAsync(key, token, ttl)|}.GetAwaiter().GetResult();\nWork();",
        """
        if (!db.LockTakeAsync(key, token, ttl).GetAwaiter().GetResult())
        {
            return;
        }

        Work();
        """,
        s_blocking);

    [Fact]
    public Task ReleaseThatFollows_GoesIntoAFinally() => VerifyAsync(
        """
        {|RG3008:db.LockTake(key, token, ttl)|};
        Work();
        db.LockRelease(key, token);
        """,
        """
        if (!db.LockTake(key, token, ttl))
        {
            return;
        }

        try
        {
            Work();
        }
        finally
        {
            db.LockRelease(key, token);
        }
        """);

    [Fact]
    public Task ReleaseInAFinally_Stays() => VerifyAsync(
        """
        {|RG3008:db.LockTake(key, token, ttl)|};
        try
        {
            Work();
        }
        finally
        {
            db.LockRelease(key, token);
        }
        """,
        """
        if (!db.LockTake(key, token, ttl))
        {
            return;
        }

        try
        {
            Work();
        }
        finally
        {
            db.LockRelease(key, token);
        }
        """);

    [Fact]
    public Task ReleaseRightAfter_Stays() => VerifyAsync(
        """
        {|RG3008:db.LockTake(key, token, ttl)|};
        db.LockRelease(key, token);
        """,
        """
        if (!db.LockTake(key, token, ttl))
        {
            return;
        }

        db.LockRelease(key, token);
        """);

    [Fact]
    public Task InALoop_TheNextTurnComes() => VerifyAsync(
        """
        foreach (var item in items)
        {
            {|RG3008:db.LockTake(item, token, ttl)|};
            Work();
        }
        """,
        """
        foreach (var item in items)
        {
            if (!db.LockTake(item, token, ttl))
            {
                continue;
            }

            Work();
        }
        """);

    [Fact]
    public Task TopLevelStatements_AreTested() => RealRules<TestLockFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        await using var redis = await ConnectionMultiplexer.ConnectAsync(args[0]);
        var db = redis.GetDatabase();
        await {|RG3008:db.LockTakeAsync("job", "me", TimeSpan.FromMinutes(1))|};
        await db.StringIncrementAsync("runs");
        await db.LockReleaseAsync("job", "me");

        """,
        """
        using StackExchange.Redis;

        await using var redis = await ConnectionMultiplexer.ConnectAsync(args[0]);
        var db = redis.GetDatabase();
        if (!await db.LockTakeAsync("job", "me", TimeSpan.FromMinutes(1)))
        {
            return;
        }

        try
        {
            await db.StringIncrementAsync("runs");
        }
        finally
        {
            await db.LockReleaseAsync("job", "me");
        }

        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public Task OneLineOfStatements_StaysOne() => RealRules<TestLockFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        class Jobs
        {
            public static void Run(IDatabase db) { {|RG3008:db.LockTake("job", "me", TimeSpan.FromMinutes(1))|}; try { Console.WriteLine(); } finally { db.LockRelease("job", "me"); } }
        }
        """,
        """
        using StackExchange.Redis;

        class Jobs
        {
            public static void Run(IDatabase db) { if (!db.LockTake("job", "me", TimeSpan.FromMinutes(1))) { return; } try { Console.WriteLine(); } finally { db.LockRelease("job", "me"); } }
        }
        """);

    [Theory]
    [InlineData("var taken = {|RG3008:db.LockTake(key, token, ttl)|}; Work();")]
    [InlineData("Action take = () => {|RG3008:db.LockTake(key, token, ttl)|}; take();")]
    public Task ResultThatIsOutOfReach_IsLeftToItsAuthor(string statements) => RealRules<TestLockFixProvider>.VerifyNotOfferedAsync(In(statements));

    [Theory]
    [InlineData("{|RG3008:db.LockTakeAsync(key, token, ttl)|}.Wait(500); Work();")]
    [InlineData("{|RG3008:db.LockTakeAsync(key, token, ttl)|}.Wait(); Work();")]
    public Task ResultThatAWaitDrops_IsLeftToItsAuthor(string statements) => RealRules<TestLockFixProvider>.VerifyNotOfferedAsync(In(statements), s_blocking);

    private static Task VerifyAsync(string before, string after, TestSetup? setup = null) => RealRules<TestLockFixProvider>.VerifyAsync(In(before), In(after), setup);

    private static string In(string statements) =>
        $$"""
        using StackExchange.Redis;

        class Service
        {
            private int _count;

            public async Task M(IDatabase db, string key, RedisValue token, TimeSpan ttl, string[] items)
            {
                await Task.Yield();
                Console.WriteLine(items.Length);
        {{string.Join('\n', statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }

            private void Work() => _count++;
        }
        """;
}

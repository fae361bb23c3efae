using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Locks;

/// <summary>What runs under a lock goes into a try, and the release into its finally.</summary>
public class ReleaseInFinallyFixTests
{
    [Fact]
    public Task BodyOfTheTest_IsProtected() => VerifyAsync(
        """
        if ({|RG3006:db.LockTake(key, token, ttl)|})
        {
            // The work.
            Work();

            db.LockRelease(key, token);
        }
        """,
        """
        if (db.LockTake(key, token, ttl))
        {
            try
            {
                // The work.
                Work();
            }
            finally
            {
                db.LockRelease(key, token);
            }
        }
        """);

    [Fact]
    public Task RemarkAboveTheRelease_GoesWithIt() => VerifyAsync(
        """
        if ({|RG3006:db.LockTake(key, token, ttl)|})
        {
            Work();

            // Give it back.
            db.LockRelease(key, token); // at last
        }
        """,
        """
        if (db.LockTake(key, token, ttl))
        {
            try
            {
                Work();
            }
            finally
            {
                // Give it back.
                db.LockRelease(key, token); // at last
            }
        }
        """);

    [Fact]
    public Task OneLine_IsLaidOutAnew() => RealRules<ReleaseInFinallyFixProvider>.VerifyAsync(
        "using StackExchange.Redis;\n\nclass C\n{\n    public void M(IDatabase db, string key, RedisValue token, Action work) { if ({|RG3006:db.LockTake(key, token, TimeSpan.FromSeconds(9))|}) { work(); db.LockRelease(key, token); } }\n}\n",
        """
        using StackExchange.Redis;

        class C
        {
            public void M(IDatabase db, string key, RedisValue token, Action work)
            {
                if (db.LockTake(key, token, TimeSpan.FromSeconds(9)))
                {
                    try
                    {
                        work();
                    }
                    finally
                    {
                        db.LockRelease(key, token);
                    }
                }
            }
        }

        """);

    [Fact]
    public Task HelperThatReleases_GoesIntoTheFinally() => RealRules<ReleaseInFinallyFixProvider>.VerifyAsync(
        Import("if (!await {|RG3006:db.LockTakeAsync(\"import\", token, TimeSpan.FromMinutes(1))|})\n        {\n            return;\n        }\n\n        await work();\n        await ReleaseAsync(token); // done"),
        Import("if (!await db.LockTakeAsync(\"import\", token, TimeSpan.FromMinutes(1)))\n        {\n            return;\n        }\n\n        try\n        {\n            await work();\n        }\n        finally\n        {\n            await ReleaseAsync(token); // done\n        }"));

    private static string Import(string statements) => $$"""
        using StackExchange.Redis;

        public class Importer(IDatabase db)
        {
            public async Task RunAsync(Func<Task> work)
            {
                var token = Guid.NewGuid().ToString();
                {{statements}}
            }

            private Task ReleaseAsync(string token) => db.LockReleaseAsync("import", token);
        }
        """;

    [Fact]
    public Task AwaitedCalls_StayAwaited() => VerifyAsync(
        """
        if (await {|RG3006:db.LockTakeAsync(key, token, ttl)|}.ConfigureAwait(false))
        {
            await WorkAsync();
            await db.LockReleaseAsync(key, token).ConfigureAwait(false);
        }
        """,
        """
        if (await db.LockTakeAsync(key, token, ttl).ConfigureAwait(false))
        {
            try
            {
                await WorkAsync();
            }
            finally
            {
                await db.LockReleaseAsync(key, token).ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task WhatFollowsAGuard_IsProtected() => VerifyAsync(
        """
        if (!{|RG3006:db.LockTake(key, token, ttl)|})
        {
            return;
        }

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
    public Task WhatFollowsAWait_IsProtected() => VerifyAsync(
        """
        while (!{|RG3006:db.LockTake(key, token, ttl)|})
        {
            await Task.Delay(10);
        }

        Work();
        db.LockRelease(key, token);
        """,
        """
        while (!db.LockTake(key, token, ttl))
        {
            await Task.Delay(10);
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
    public Task ResultInAVariable_IsFollowed() => VerifyAsync(
        """
        var taken = {|RG3006:db.LockTake(key, token, ttl)|};
        if (taken)
        {
            Work();
            db.LockRelease(key, token);
        }
        """,
        """
        var taken = db.LockTake(key, token, ttl);
        if (taken)
        {
            try
            {
                Work();
            }
            finally
            {
                db.LockRelease(key, token);
            }
        }
        """);

    [Fact]
    public Task SeveralReleases_BecomeOne() => VerifyAsync(
        """
        if ({|RG3006:db.LockTake(key, token, ttl)|})
        {
            if (flag)
            {
                Work();
                db.LockRelease(key, token);
                return;
            }

            Work();
            db.LockRelease(key, token);
        }
        """,
        """
        if (db.LockTake(key, token, ttl))
        {
            try
            {
                if (flag)
                {
                    Work();
                    return;
                }

                Work();
            }
            finally
            {
                db.LockRelease(key, token);
            }
        }
        """);

    [Fact]
    public Task TryThatIsThere_GetsTheFinally() => VerifyAsync(
        """
        if ({|RG3006:db.LockTake(key, token, ttl)|})
        {
            try
            {
                Work();
            }
            catch (InvalidOperationException)
            {
                Console.WriteLine();
            }

            db.LockRelease(key, token);
        }
        """,
        """
        if (db.LockTake(key, token, ttl))
        {
            try
            {
                Work();
            }
            catch (InvalidOperationException)
            {
                Console.WriteLine();
            }
            finally
            {
                db.LockRelease(key, token);
            }
        }
        """);

    [Fact]
    public Task RemarkOfTheRelease_GoesWithIt() => VerifyAsync(
        """
        if (!{|RG3006:db.LockTake(key, token, ttl)|})
        {
            return;
        }

        Console.WriteLine();
        db.LockRelease(key, token); // done
        """,
        """
        if (!db.LockTake(key, token, ttl))
        {
            return;
        }

        try
        {
            Console.WriteLine();
        }
        finally
        {
            db.LockRelease(key, token); // done
        }
        """);

    [Fact]
    public Task CatchThatOnlyRethrows_Goes() => VerifyAsync(
        """
        if ({|RG3006:db.LockTake(key, token, ttl)|})
        {
            try
            {
                Console.WriteLine();
                if (ttl.Days > 1)
                {
                    return;
                }
            }
            catch
            {
                db.LockRelease(key, token);
                throw;
            }

            db.LockRelease(key, token);
        }
        """,
        """
        if (db.LockTake(key, token, ttl))
        {
            try
            {
                Console.WriteLine();
                if (ttl.Days > 1)
                {
                    return;
                }
            }
            finally
            {
                db.LockRelease(key, token);
            }
        }
        """);

    [Fact]
    public Task TopLevelStatements_AreProtected() => RealRules<ReleaseInFinallyFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        await using var redis = await ConnectionMultiplexer.ConnectAsync(args[0]);
        var db = redis.GetDatabase();
        if (!await {|RG3006:db.LockTakeAsync("job", "me", TimeSpan.FromMinutes(1))|})
        {
            return;
        }

        await db.StringIncrementAsync("runs");
        await db.LockReleaseAsync("job", "me");

        class Options
        {
        }
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

        class Options
        {
        }
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public Task ResultThatIsStoredInTheTest_IsFollowed() => VerifyAsync(
        """
        bool taken;
        if (!(taken = {|RG3006:db.LockTake(key, token, ttl)|}))
        {
            return;
        }

        Console.WriteLine(taken);
        db.LockRelease(key, token);
        """,
        """
        bool taken;
        if (!(taken = db.LockTake(key, token, ttl)))
        {
            return;
        }

        try
        {
            Console.WriteLine(taken);
        }
        finally
        {
            db.LockRelease(key, token);
        }
        """);

    // Where the flag says no, no finally is on the way out.
    [Theory]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|} && flag) { Work(); db.LockRelease(key, token); }")]
    [InlineData("if (!{|RG3006:db.LockTake(key, token, ttl)|} || flag) { return; } Work(); db.LockRelease(key, token);")]
    public Task ConditionThatMayLeaveWithTheLock_IsLeftToItsAuthor(string statements) => RealRules<ReleaseInFinallyFixProvider>.VerifyNotOfferedAsync(In(statements));

    [Theory]
    [InlineData("if ({|RG3006:db.LockTake(key, token, ttl)|}) { Work(); var released = db.LockRelease(key, token); Console.WriteLine(released); }")]
    [InlineData("var taken = {|RG3006:db.LockTake(key, token, ttl)|}; Work(); if (taken) { db.LockRelease(key, token); }")]
    public Task ReleaseThatIsPartOfMore_IsLeftToItsAuthor(string statements) => RealRules<ReleaseInFinallyFixProvider>.VerifyNotOfferedAsync(In(statements));

    private static Task VerifyAsync(string before, string after) => RealRules<ReleaseInFinallyFixProvider>.VerifyAsync(In(before), In(after));

    private static string In(string statements) =>
        $$"""
        using StackExchange.Redis;

        class Service
        {
            private int _count;

            public async Task M(IDatabase db, string key, RedisValue token, TimeSpan ttl, bool flag)
            {
                await Task.Yield();
                Console.WriteLine(flag);
        {{string.Join('\n', statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }

            private void Work() => _count++;

            private Task WorkAsync() => Task.FromResult(_count);
        }
        """;
}

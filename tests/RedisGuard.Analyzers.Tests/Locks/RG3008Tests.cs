using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Locks;

/// <summary>RG3008, Lock result ignored.</summary>
public class RG3008Tests
{
    [Theory]
    [InlineData("{|RG3008:db.LockTake(key, token, ttl)|}; Work();")]
    [InlineData("{|RG3008:db.LockTake(key, token, ttl)|}; Work(); db.LockRelease(key, token);")]
    [InlineData("{|RG3008:db.LockTake(key, token, ttl)|}; try { Work(); } finally { db.LockRelease(key, token); }")]
    [InlineData("_ = {|RG3008:db.LockTake(key, token, ttl)|};")]
    [InlineData("await {|RG3008:db.LockTakeAsync(key, token, ttl)|};")]
    [InlineData("await {|RG3008:db.LockTakeAsync(key, token, ttl)|}.ConfigureAwait(false);")]
    [InlineData("_ = await {|RG3008:db.LockTakeAsync(key, token, ttl)|};")]
    [InlineData("_ = {|RG3008:db.LockTakeAsync(key, token, ttl)|};")]
    [InlineData("{|RG3008:db.LockTakeAsync(key, token, ttl)|}.Wait();")]
    [InlineData("{|RG3008:db.LockTakeAsync(key, token, ttl)|}.GetAwaiter().GetResult();")]
    [InlineData("_ = {|RG3008:db.LockTakeAsync(key, token, ttl)|}.Result;")]
    [InlineData("var taken = {|RG3008:db.LockTake(key, token, ttl)|}; Work();")]
    [InlineData("bool taken; taken = {|RG3008:db.LockTake(key, token, ttl)|}; Work();")]
    [InlineData("{|RG3008:db.LockTake(key, token, ttl, CommandFlags.FireAndForget)|};")]
    [InlineData("var taken = {|RG3008:db.LockTake(key, token, ttl)|}; Console.WriteLine($\"taken: {taken}\"); try { Work(); } finally { db.LockRelease(key, token); }")]
    [InlineData("var take = {|RG3008:db.LockTakeAsync(key, token, ttl)|}; await take; Work();")]
    [InlineData("var take = {|RG3008:db.LockTakeAsync(key, token, ttl)|}; Work(); await take.ConfigureAwait(false);")]
    [InlineData("Action take = () => {|RG3008:db.LockTake(key, token, ttl)|}; take();")]
    [InlineData("if (await {|RG3008:db.LockTakeAsync(key, token, ttl)|}.WaitAsync(ttl)) { try { Work(); } finally { db.LockRelease(key, token); } }")]
    [InlineData("var task = {|RG3008:db.LockTakeAsync(key, token, ttl)|}; if (await task.WaitAsync(cancellation)) { Work(); }")]
    [InlineData("if (!{|RG3008:db.LockTakeAsync(key, token, ttl)|}.Wait(500)) { return; } Work();")]
    [InlineData("await Task.WhenAny({|RG3008:db.LockTakeAsync(key, token, ttl)|}, Task.Delay(500)); Work();")]
    [InlineData("Task.WaitAny({|RG3008:db.LockTakeAsync(key, token, ttl)|}, Task.Delay(500));")]
    [InlineData("var take = {|RG3008:db.LockTakeAsync(key, token, ttl)|}; if (await Task.WhenAny(take, Task.Delay(500)) != take) { return; } Work();")]
    [InlineData("var take = {|RG3008:db.LockTakeAsync(key, token, ttl)|}; var first = await Task.WhenAny(take, Task.Delay(500)).ConfigureAwait(false); if (first != take) throw new TimeoutException(); _taken = await take;")]
    [InlineData("var take = {|RG3008:db.LockTakeAsync(key, token, ttl)|}; var delay = Task.Delay(500); if (delay == await Task.WhenAny(take, delay)) { return; } Use(await take);")]
    [InlineData("var take = {|RG3008:db.LockTakeAsync(key, token, ttl)|}; if (await Task.WhenAny(take, Task.Delay(500)) == take) { Use(take.Result); }")]
    [InlineData("var take = {|RG3008:db.LockTakeAsync(key, token, ttl)|}; Use(await Task.WhenAny(take, Task.Delay(500)) == take && await take);")]
    public Task IgnoredResult_IsReported(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData("if (db.LockTake(key, token, ttl)) { Work(); }")]
    [InlineData("if (!await db.LockTakeAsync(key, token, ttl)) { return; } Work();")]
    [InlineData("var taken = db.LockTake(key, token, ttl); if (taken) { Work(); }")]
    [InlineData("var task = db.LockTakeAsync(key, token, ttl); if (await task) { Work(); }")]
    [InlineData("var task = db.LockTakeAsync(key, token, ttl); await task; if (task.Result) { Work(); }")]
    [InlineData("var task = db.LockTakeAsync(key, token, ttl); try { _taken = await task.WaitAsync(cancellation); } catch (OperationCanceledException) { _ = task.ContinueWith(late => late.Result && db.LockRelease(key, token)); throw; }")]
    [InlineData("while (!db.LockTake(key, token, ttl)) { await Task.Delay(10); }")]
    [InlineData("bool taken; if (!(taken = db.LockTake(key, token, ttl))) { return; } Work();")]
    [InlineData("bool taken; while (!(taken = await db.LockTakeAsync(key, token, ttl))) { await Task.Delay(10); }")]
    [InlineData("_taken = db.LockTake(key, token, ttl);")]
    [InlineData("Use(db.LockTake(key, token, ttl));")]
    [InlineData("Console.WriteLine($\"{db.LockTake(key, token, ttl)}\");")]
    [InlineData("var taken = db.LockTake(key, token, ttl); Console.WriteLine(taken);")]
    [InlineData("var taken = db.LockTake(key, token, ttl); try { Console.WriteLine(taken); Use(taken); } finally { db.LockRelease(key, token); }")]
    [InlineData("var taken = db.LockTake(key, token, ttl); try { Console.WriteLine(taken ? \"mine\" : throw new TimeoutException()); } finally { db.LockRelease(key, token); }")]
    [InlineData("Func<bool> take = () => db.LockTake(key, token, ttl); Use(take());")]
    [InlineData("var words = db.LockTake(key, token, ttl) ? \"mine\" : \"theirs\"; Console.WriteLine(words);")]
    [InlineData("var transaction = db.CreateTransaction(); _ = transaction.LockTakeAsync(key, token, ttl); transaction.Execute();")]
    [InlineData("db.LockExtend(key, token, ttl);")]
    [InlineData("db.LockRelease(key, token);")]
    [InlineData("var take = db.LockTakeAsync(key, token, ttl); if (await Task.WhenAny(take, Task.Delay(500)) != take) { Console.WriteLine(\"slow\"); } Use(await take);")]
    [InlineData("var take = db.LockTakeAsync(key, token, ttl); if (await Task.WhenAny(take, Task.Delay(500)) == take) { Use(await take); return; } Use(await take);")]
    [InlineData("var take = db.LockTakeAsync(key, token, ttl); if (await Task.WhenAny(take, Task.Delay(500)) != take) { _ = take.ContinueWith(late => late.Result && db.LockRelease(key, token)); return; } Use(await take);")]
    [InlineData("var take = db.LockTakeAsync(key, token, ttl); await Task.WhenAny(take, Task.Delay(500)); Use(take.IsCompletedSuccessfully && take.Result);")]
    [InlineData("var one = db.LockTakeAsync(key, token, ttl); var other = db.LockTakeAsync(key, token, ttl); var first = await Task.WhenAny(one, other); Use(await first);")]
    [InlineData("var one = db.LockTakeAsync(key, token, ttl); var other = db.LockTakeAsync(key, token, ttl); await Task.WhenAny(one, other); Use((await Task.WhenAll(one, other))[0]);")]
    public Task UsedResult_IsSilent(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData("{|#0:db.LockTake(key, token, ttl)|};", "The result of 'LockTake' is ignored, so the code also runs without the lock; go on only where it is true")]
    [InlineData("if (await {|#0:db.LockTakeAsync(key, token, ttl)|}.WaitAsync(ttl)) { Work(); }", "'LockTakeAsync' may still take the lock after the wait for it is given up, and then nobody knows of it; wait for the result, and release the lock if it came too late")]
    public Task Message(string statements, string message) => AllRules.VerifyAsync(
        Source(statements),
        setup: null,
        new DiagnosticResult("RG3008", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message));

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        Source("db.LockTake(key, token, ttl);"), new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        class Db { public bool LockTake(string key) => key != null; }
        class C { public void M(Db db) => db.LockTake("k"); }
        """);

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync(
        """
        class Db { public bool LockTake(string key) => key != null; }
        class C { public void M(Db db) => db.LockTake("k"); }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class C { void M(IDatabase db) { var a = db.LockTake(; db.LockTake("k",
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string statements) => AllRules.VerifyAsync(Source(statements));

    private static string Source(string statements) =>
        $$"""
        using StackExchange.Redis;

        class Service
        {
            private bool _taken;

            public async Task M(IDatabase db, string key, RedisValue token, TimeSpan ttl, CancellationToken cancellation)
            {
                await Task.Yield();
                {{statements}}
            }

            private void Work() => _taken = !_taken;

            private void Use(bool taken) => _taken = taken;
        }
        """;
}

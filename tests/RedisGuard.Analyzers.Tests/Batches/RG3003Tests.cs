using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Batches;

/// <summary>RG3003, Queued commands are never sent.</summary>
public class RG3003Tests
{
    [Theory]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; _ = batch.StringSetAsync(\"k\", 1);")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; batch.StringSetAsync(\"k\", 1);")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; var task = batch.StringSetAsync(\"k\", 1);")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; return batch.StringSetAsync(\"k\", 1);")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; _tasks.Add(batch.StringSetAsync(\"k\", 1));")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; foreach (var key in keys) { _ = batch.KeyDeleteAsync(key); }")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; var tasks = keys.Select(k => batch.KeyDeleteAsync(k)).ToArray(); Console.WriteLine(tasks.Length);")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; foreach (var key in keys) { Queue(batch, key); }")]
    [InlineData("var tran = {|RG3003:db.CreateTransaction()|}; tran.AddCondition(Condition.KeyNotExists(\"k\")); _ = tran.StringSetAsync(\"k\", 1);")]
    [InlineData("var tran = {|RG3003:db.CreateTransaction()|}; var task = tran.StringIncrementAsync(\"k\"); return task;")]
    [InlineData("_ = {|RG3003:db.CreateBatch()|}.StringSetAsync(\"k\", 1);")]
    [InlineData("return {|RG3003:db.CreateBatch()|}.StringGetAsync(\"k\");")]
    [InlineData("IDatabaseAsync batch = {|RG3003:db.CreateBatch()|}; _ = batch.StringSetAsync(\"k\", 1);")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; _ = batch.StringSetAsync(\"k\", 1, flags: CommandFlags.FireAndForget);")]
    public Task NoExecute_IsReported(string statements) => BatchCode.VerifyAsync(statements);

    [Theory]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; var task = batch.StringGetAsync(\"k\"); if (flag) { return task; } batch.Execute();")]
    [InlineData("var tran = {|RG3003:db.CreateTransaction()|}; var task = tran.StringGetAsync(\"k\"); if (flag) { return task; } await tran.ExecuteAsync(); return await task;")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|}; var tasks = new List<Task>(); foreach (var key in keys) { tasks.Add(batch.KeyDeleteAsync(key)); } if (flag) { batch.Execute(); } await Task.WhenAll(tasks);")]
    public Task PathThatTakesAnAnswerAlongUnsent_IsReported(string statements) => BatchCode.VerifyAsync(statements);

    [Theory]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringSetAsync(\"k\", 1); batch.Execute(); await task;")]
    [InlineData("var tran = db.CreateTransaction(); _ = tran.StringSetAsync(\"k\", 1); await tran.ExecuteAsync();")]
    [InlineData("var tran = db.CreateTransaction(); _ = tran.StringSetAsync(\"k\", 1); if (!tran.Execute()) { return null; }")]
    [InlineData("var tran = db.CreateTransaction(); _ = tran.StringSetAsync(\"k\", 1); return tran.ExecuteAsync();")]
    [InlineData("var batch = db.CreateBatch(); bool any = false; foreach (var key in keys) { _ = batch.KeyDeleteAsync(key); any = true; } if (any) { batch.Execute(); }")]
    [InlineData("var batch = db.CreateBatch(); foreach (var key in keys) { _ = batch.KeyDeleteAsync(key); } if (!flag) { batch.Execute(); }")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new List<Task>(); foreach (var key in keys) { tasks.Add(batch.KeyDeleteAsync(key)); } if (flag) { return null; } batch.Execute(); await Task.WhenAll(tasks);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); if (!flag) { batch.Execute(); }")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); if (flag) { batch.Execute(); return await task; }")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new List<Task>(); foreach (var key in keys) { tasks.Add(batch.KeyDeleteAsync(key)); flag = true; } if (flag) { batch.Execute(); } await Task.WhenAll(tasks);")]
    [InlineData("var batch = db.CreateBatch(); foreach (var key in keys) { _tasks.Add(batch.KeyDeleteAsync(key)); } if (_tasks.Count == 0) { return null; } batch.Execute(); await Task.WhenAll(_tasks);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); if (flag) { return null; } batch.Execute();")]
    [InlineData("var tran = db.CreateTransaction(); _ = tran.StringSetAsync(\"k\", 1); if (flag) { throw new InvalidOperationException(); } await tran.ExecuteAsync();")]
    [InlineData("var batch = db.CreateBatch(); try { _ = batch.StringSetAsync(\"k\", 1); } finally { batch.Execute(); }")]
    [InlineData("var batch = db.CreateBatch(); Queue(batch, \"k\"); Send(batch);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); ((IBatch)batch).Execute();")]
    [InlineData("var batch = db.CreateBatch();")]
    [InlineData("var tran = flag ? db.CreateTransaction() : null; _ = tran?.StringSetAsync(\"k\", 1); tran?.Execute();")]
    public Task SentOrGivenUp_IsSilent(string statements) => BatchCode.VerifyAsync(statements);

    [Theory]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); return batch;")]
    [InlineData("_batch = db.CreateBatch(); _ = _batch.StringSetAsync(\"k\", 1);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); Keep(batch);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); return (batch, 1);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); await RunAsync(() => { batch.Execute(); return Task.CompletedTask; });")]
    [InlineData("var tran = db.CreateTransaction(); _ = tran.StringSetAsync(\"k\", 1); await RunAsync(() => tran.ExecuteAsync());")]
    [InlineData("var tran = db.CreateTransaction(); _ = tran.StringSetAsync(\"k\", 1); await RunAsync(async () => await tran.ExecuteAsync());")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); void Flush() => batch.Execute(); Flush();")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); await Task.Run(batch.Execute);")]
    public Task SentElsewhere_IsSilent(string statements) => BatchCode.VerifyAsync(statements);

    [Fact]
    public Task Message_NamesTheCall() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Writer
        {
            public void Write(IDatabase db)
            {
                var batch = {|#0:db.CreateBatch()|};
                _ = batch.StringSetAsync("k", 1);
            }

            public async Task WriteAsync(IDatabase db)
            {
                await Task.Yield();
                var tran = {|#1:db.CreateTransaction()|};
                _ = tran.StringSetAsync("k", 1);
            }
        }
        """,
        null,
        new DiagnosticResult(Descriptors.NeverSent).WithLocation(0).WithArguments("batch", "'batch'", "never sent", "Execute"),
        new DiagnosticResult(Descriptors.NeverSent).WithLocation(1).WithArguments("transaction", "'tran'", "never sent", "ExecuteAsync"));

    [Fact]
    public Task ParameterOrSubstitute_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Writer
        {
            public void Queue(IBatch batch) => _ = batch.StringSetAsync("k", 1);
            public Task QueueAsync(ITransaction tran) => tran.StringSetAsync("k", 1);
        }
        """);

    [Fact]
    public Task TestThatLeavesCommandsUnsent_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        using Xunit;

        public class BatchTests
        {
            private IDatabase _db = null!;

            [Fact]
            public void NotSent()
            {
                var batch = _db.CreateBatch();
                _ = batch.SetAddAsync("k", "a");
            }
        }
        """,
        new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync("""
        interface IBatch { Task StringSetAsync(string key, int value); void Execute(); }
        interface IDatabase { IBatch CreateBatch(); }
        class Writer { void Write(IDatabase db) { var batch = db.CreateBatch(); _ = batch.StringSetAsync("k", 1); } }
        """);
}

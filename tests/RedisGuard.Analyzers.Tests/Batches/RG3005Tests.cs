using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Batches;

/// <summary>RG3005, Command queued after Execute.</summary>
public class RG3005Tests
{
    [Theory]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); _ = {|RG3005:batch.StringSetAsync(\"b\", 1)|};")]
    [InlineData("var batch = db.CreateBatch(); batch.Execute(); _ = {|RG3005:batch.StringSetAsync(\"b\", 1)|};")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); return {|RG3005:batch.StringGetAsync(\"b\")|};")]
    [InlineData("var tran = db.CreateTransaction(); _ = tran.StringSetAsync(\"a\", 1); await tran.ExecuteAsync(); var task = {|RG3005:tran.StringGetAsync(\"b\")|}; await task;")]
    [InlineData("var tran = db.CreateTransaction(); _ = tran.StringSetAsync(\"a\", 1); if (tran.Execute()) { _ = {|RG3005:tran.KeyExpireAsync(\"a\", TimeSpan.FromMinutes(1))|}; }")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); _ = {|RG3005:batch.KeyDeleteAsync(\"b\")|}; _ = batch.KeyDeleteAsync(\"c\");")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new List<Task>(); foreach (var key in keys) { tasks.Add(batch.KeyDeleteAsync(key)); } batch.Execute(); tasks.Add({|RG3005:batch.StringIncrementAsync(\"deleted\")|}); await Task.WhenAll(tasks);")]
    [InlineData("var batch = db.CreateBatch(); var set = batch.StringSetAsync(\"a\", 1); batch.Execute(); await Task.WhenAll(set, {|RG3005:batch.KeyPersistAsync(\"a\")|});")]
    public Task LateCommand_IsReported(string statements) => BatchCode.VerifyAsync(statements);

    [Theory]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); await {|RG3005:batch.StringSetAsync(\"b\", 1)|};")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); var value = {|RG3005:batch.StringGetAsync(\"b\")|}.Result; return value;")]
    public async Task AwaitedLateCommand_IsReportedWhereTheLibraryDoesNot(string statements)
    {
        await BatchCode.VerifyAsync(statements, BatchCode.WithoutSer305);
        await BatchCode.VerifyAsync(statements.Replace("{|RG3005:", string.Empty).Replace("|}", string.Empty), BatchCode.WithSer305);
    }

    [Theory]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); _ = batch.StringSetAsync(\"b\", 1); batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); foreach (var key in keys) { _ = batch.KeyDeleteAsync(key); batch.Execute(); }")]
    [InlineData("var batch = db.CreateBatch(); foreach (var key in keys) { _ = batch.KeyDeleteAsync(key); if (flag) { batch.Execute(); batch = db.CreateBatch(); } } batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); batch = db.CreateBatch(); _ = batch.StringSetAsync(\"b\", 1); batch.Execute();")]
    [InlineData("var tran = db.CreateTransaction(); var condition = tran.AddCondition(Condition.KeyExists(\"k\")); _ = tran.StringSetAsync(\"a\", 1); await tran.ExecuteAsync(); return condition.WasSatisfied;")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); await db.StringSetAsync(\"b\", 1);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); Console.WriteLine(batch.Multiplexer.IsConnected);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); _ = batch.StringSetAsync(\"b\", 1); Send(batch);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); _ = batch.StringSetAsync(\"b\", 1); Keep(batch);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); _ = batch.KeyDeleteAsync(\"b\", flags);")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"a\", 1); batch.Execute(); await batch.KeyDeleteAsync(\"b\", flags: CommandFlags.FireAndForget);")]
    public Task SentAgainOrAnother_IsSilent(string statements) => BatchCode.VerifyAsync(statements);

    [Fact]
    public Task Message_NamesTheCommand() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Writer
        {
            public void Write(IDatabase db)
            {
                var batch = db.CreateBatch();
                _ = batch.StringSetAsync("a", 1);
                {|#1:batch.Execute()|};
                _ = {|#0:batch.KeyExpireAsync("a", TimeSpan.FromMinutes(1))|};
            }
        }
        """,
        null,
        new DiagnosticResult(Descriptors.QueuedAfterSent).WithLocation(0).WithLocation(1).WithArguments("KeyExpireAsync", "batch", "'batch'"));

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync("""
        interface IBatch { Task StringSetAsync(string key, int value); void Execute(); }
        interface IDatabase { IBatch CreateBatch(); }
        class Writer { void Write(IDatabase db) { var batch = db.CreateBatch(); batch.Execute(); _ = batch.StringSetAsync("k", 1); } }
        """);
}

using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Analyzers.Batches;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Batches;

/// <summary>RG3004, Waits for a command that is not sent yet.</summary>
public class RG3004Tests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("var tran = db.CreateTransaction(); var task = tran.StringSetAsync(\"k\", 1); {|RG3004:await task|}; await tran.ExecuteAsync();")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); var value = {|RG3004:await task.ConfigureAwait(false)|}; batch.Execute(); return value;")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); var value = {|RG3004:task.Result|}; batch.Execute(); return value;")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); try { Keep(null!); } catch (InvalidOperationException) { return {|RG3004:await task|}; } batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); {|RG3004:task.Wait()|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); var value = {|RG3004:task.GetAwaiter().GetResult()|}; batch.Execute(); return value;")]
    [InlineData("var batch = db.CreateBatch(); var a = batch.StringGetAsync(\"a\"); var b = batch.StringGetAsync(\"b\"); {|RG3004:await Task.WhenAll(a, b)|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var a = batch.StringGetAsync(\"a\"); {|RG3004:Task.WaitAll(a)|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var a = batch.StringGetAsync(\"a\"); {|RG3004:Task.WhenAll(a).Wait()|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); {|RG3004:await Task.WhenAll(batch.StringGetAsync(\"a\"), batch.StringGetAsync(\"b\"))|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new List<Task>(); foreach (var key in keys) { tasks.Add(batch.KeyDeleteAsync(key)); } {|RG3004:await Task.WhenAll(tasks)|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new List<Task> { batch.KeyDeleteAsync(\"a\"), batch.KeyDeleteAsync(\"b\") }; {|RG3004:await Task.WhenAll(tasks)|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new Task[] { batch.KeyDeleteAsync(\"a\"), batch.KeyDeleteAsync(\"b\") }; {|RG3004:await Task.WhenAll(tasks)|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new Task[1]; tasks[0] = batch.KeyDeleteAsync(\"a\"); {|RG3004:await tasks[0]|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var tasks = keys.Select(key => batch.StringGetAsync(key)).ToArray(); {|RG3004:await Task.WhenAll(tasks)|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); {|RG3004:await Task.WhenAll(keys.Select(key => batch.StringGetAsync(key)))|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var map = keys.ToDictionary(key => key, key => batch.StringGetAsync(key)); {|RG3004:await Task.WhenAll(map.Values)|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var map = keys.ToDictionary(key => key, key => batch.StringGetAsync(key)); var one = {|RG3004:await map[\"a\"]|}; batch.Execute(); return one;")]
    [InlineData("var batch = db.CreateBatch(); var map = new Dictionary<string, Task<RedisValue>>(); foreach (var key in keys) { map[key] = batch.StringGetAsync(key); } {|RG3004:await Task.WhenAll(map.Values)|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var map = new Dictionary<string, Task<RedisValue>>(); foreach (var key in keys) { map.Add(key, batch.StringGetAsync(key)); } foreach (var (key, task) in map) { Console.WriteLine(key + {|RG3004:await task|}); } batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var tasks = keys.Select(async key => await batch.StringGetAsync(key)).ToList(); {|RG3004:await Task.WhenAll(tasks)|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new List<Task>(); foreach (var key in keys) { tasks.Add(batch.KeyDeleteAsync(key)); } foreach (var task in tasks) { {|RG3004:await task|}; } batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); if (flag) { {|RG3004:await task|}; } batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\").ContinueWith(t => t.Result); {|RG3004:await task|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var task = QueueAsync(batch, \"k\"); {|RG3004:await task|}; batch.Execute();")]
    [InlineData("IBatch batch = db.CreateBatch(); Task task; task = batch.KeyDeleteAsync(\"k\"); {|RG3004:await task|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringSetAsync(\"k\", 1, flags: CommandFlags.DemandMaster); {|RG3004:await task|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); {|RG3004:await batch.StringSetAsync(\"k\", 1).ConfigureAwait(false)|}; batch.Execute();")]
    public Task WaitBeforeExecute_IsReported(string statements) => BatchCode.VerifyAsync(statements);

    /// <summary>A light bulb asks for the line at the caret, and takes only what is told of that line for its own.</summary>
    [Fact]
    public async Task EditorThatAsksForTheLineOfTheWait_IsToldOfIt()
    {
        const string source = """
            using StackExchange.Redis;
            using System.Threading.Tasks;

            class Writer
            {
                public async Task WriteAsync(IDatabase db)
                {
                    var batch = db.CreateBatch();
                    var task = batch.StringSetAsync("k", 1);
                    await task;
                    batch.Execute();
                }
            }
            """;
        var compilation = Analysis.Compile(source, new TestSetup(), Library.Newest);
        var tree = compilation.SyntaxTrees.First();
        var line = (await tree.GetTextAsync(Cancel)).Lines.Single(line => line.ToString().Contains("await", StringComparison.Ordinal));
        var found = await compilation
            .WithAnalyzers([new RedisGuardAnalyzer()])
            .GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), line.Span, Cancel);
        Assert.Equal("RG3004", Assert.Single(found).Id);
    }

    [Theory]
    [InlineData("var tran = db.CreateTransaction(); {|RG3004:await tran.StringSetAsync(\"k\", 1)|}; await tran.ExecuteAsync();")]
    [InlineData("var tran = db.CreateTransaction(); var value = {|RG3004:await tran.StringGetAsync(\"k\")|}; await tran.ExecuteAsync(); return value;")]
    [InlineData("var batch = db.CreateBatch(); var value = {|RG3004:batch.StringGetAsync(\"k\").Result|}; batch.Execute(); return value;")]
    [InlineData("var batch = db.CreateBatch(); {|RG3004:batch.StringGetAsync(\"k\").Wait()|}; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); {|RG3004:batch.StringGetAsync(\"k\").GetAwaiter().GetResult()|}; batch.Execute();")]
    [InlineData("var tran = db.CreateTransaction(); {|RG3004:await tran.KeyDeleteAsync(\"a\")|}; {|RG3004:await tran.KeyDeleteAsync(\"b\")|}; tran.Execute();")]
    public async Task DirectWait_IsReportedWhereTheLibraryDoesNot(string statements)
    {
        await BatchCode.VerifyAsync(statements, BatchCode.WithoutSer305);
        await BatchCode.VerifyAsync(statements, BatchCode.WithSer305Off);
        await BatchCode.VerifyAsync(statements.Replace("{|RG3004:", string.Empty).Replace("|}", string.Empty), BatchCode.WithSer305);
    }

    [Theory]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); try { Keep(null!); batch.Execute(); } catch (InvalidOperationException) { return await task; } return await task;")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); batch.Execute(); await task;")]
    [InlineData("var tran = db.CreateTransaction(); var task = tran.StringGetAsync(\"k\"); if (await tran.ExecuteAsync()) { return await task; }")]
    [InlineData("var tran = db.CreateTransaction(); var task = tran.StringGetAsync(\"k\"); var executed = tran.ExecuteAsync(); await Task.WhenAll(task, executed);")]
    [InlineData("var batch = db.CreateBatch(); var tasks = keys.Select(key => batch.StringGetAsync(key)).ToArray(); batch.Execute(); await Task.WhenAll(tasks); return tasks[0].Result;")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new List<Task>(); foreach (var key in keys) { tasks.Add(batch.KeyDeleteAsync(key)); } batch.Execute(); await Task.WhenAll(tasks);")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringSetAsync(\"k\", 1, flags: CommandFlags.FireAndForget); await task; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringSetAsync(\"k\", 1, flags: flags); await task; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); _ = batch.StringSetAsync(\"k\", 1); await db.PingAsync(); batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var other = db.StringGetAsync(\"o\"); _ = batch.StringSetAsync(\"k\", 1); await other; batch.Execute();")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); if (flag) { batch.Execute(); } else { batch.Execute(); } await task;")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); var first = await Task.WhenAny(task, Task.Delay(10)); batch.Execute(); await task;")]
    [InlineData("var batch = db.CreateBatch(); var tasks = new List<Task>(); tasks.Add(batch.KeyDeleteAsync(\"k\")); Console.WriteLine(tasks.Count); batch.Execute(); await Task.WhenAll(tasks);")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); Send(batch); await task;")]
    [InlineData("var batch = db.CreateBatch(); var task = batch.StringGetAsync(\"k\"); await RunAsync(() => { batch.Execute(); return Task.CompletedTask; }); await task;")]
    [InlineData("foreach (var key in keys) { var batch = db.CreateBatch(); var task = batch.KeyDeleteAsync(key); batch.Execute(); await task; }")]
    [InlineData("var batch = db.CreateBatch(); async Task One(string key) { await batch.KeyDeleteAsync(key).ConfigureAwait(false); } var tasks = keys.Select(One).ToArray(); batch.Execute(); await Task.WhenAll(tasks);")]
    [InlineData("var batch = db.CreateBatch(); var map = keys.ToDictionary(key => key, key => batch.StringGetAsync(key)); batch.Execute(); await Task.WhenAll(map.Values); return map.Count;")]
    [InlineData("var batch = db.CreateBatch(); var map = new Dictionary<string, Task<RedisValue>>(); foreach (var key in keys) { map[key] = batch.StringGetAsync(key); } if (map.Count > 0) { batch.Execute(); }")]
    [InlineData("var batch = db.CreateBatch(); var map = new Dictionary<string, Task<RedisValue>>(); foreach (var key in keys) { map[key] = batch.StringGetAsync(key); } batch.Execute(); foreach (var (key, task) in map) { Console.WriteLine(key + await task); }")]
    [InlineData("var batch = db.CreateBatch(); var map = keys.ToDictionary(key => key, key => batch.StringSetAsync(key, 1, flags: flags)); await Task.WhenAll(map.Values); batch.Execute();")]
    public Task WaitAfterExecuteOrForNothing_IsSilent(string statements) => BatchCode.VerifyAsync(statements);

    [Fact]
    public Task LambdaGivenToAHelper_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Writer
        {
            public Task WriteAsync(IDatabase db) => BatchAsync(db, async batch => await batch.StringSetAsync("k", 1));

            private static async Task BatchAsync(IDatabase db, Func<IBatch, Task> queue)
            {
                var batch = db.CreateBatch();
                var task = queue(batch);
                batch.Execute();
                await task;
            }
        }
        """);

    [Fact]
    public Task MethodThatWaitsForWhatItQueuesOnAParameter_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Writer
        {
            public async Task WriteAsync(IDatabase db)
            {
                var tran = db.CreateTransaction();
                await QueueAsync(tran, "k");
                await tran.ExecuteAsync();
            }

            private async Task QueueAsync(ITransaction tran, string key)
            {
                var task = tran.StringSetAsync(key, 1);
                {|RG3004:await task|};
            }

            public async Task NobodySeenCalls(IBatch batch)
            {
                {|RG3004:await Task.WhenAll(batch.StringSetAsync("a", 1), batch.StringSetAsync("b", 1))|};
            }
        }
        """);

    [Fact]
    public Task MethodWhoseTaskIsTakenFirst_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Writer
        {
            public async Task WriteAsync(IDatabase db, string[] keys)
            {
                var batch = db.CreateBatch();
                var tasks = keys.Select(key => QueueAsync(batch, key)).ToList();
                batch.Execute();
                await Task.WhenAll(tasks);
            }

            private async Task QueueAsync(IBatch batch, string key)
            {
                var value = await batch.StringGetAsync(key).ConfigureAwait(false);
                Console.WriteLine(value);
            }

            public async Task SendsItself(IBatch batch)
            {
                var task = batch.StringGetAsync("k");
                batch.Execute();
                await task;
            }
        }
        """);

    [Fact]
    public Task DirectWaitOnAParameter_IsReportedWhereTheLibraryDoesNot() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Writer
        {
            public async Task QueueAsync(ITransaction tran) => {|RG3004:await tran.StringSetAsync("k", 1)|};
        }
        """,
        BatchCode.WithoutSer305);

    [Fact]
    public Task Message_NamesBothEnds() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Writer
        {
            public async Task WriteAsync(IDatabase db)
            {
                var tran = {|#2:db.CreateTransaction()|};
                var task = tran.StringSetAsync("k", 1);
                {|#0:await task|};
                await {|#1:tran.ExecuteAsync()|};
            }
        }
        """,
        null,
        new DiagnosticResult(Descriptors.WaitsBeforeSent).WithLocation(0).WithLocation(1).WithLocation(2)
            .WithArguments("transaction", "'tran'", "ExecuteAsync", "further down"));

    [Fact]
    public Task MessageOfAnExecuteInAnEarlierBranch_DoesNotSayFurtherDown() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Writer
        {
            public async Task WriteAsync(IDatabase db, bool now)
            {
                var batch = {|#2:db.CreateBatch()|};
                var task = batch.StringSetAsync("k", 1);
                if (now)
                {
                    {|#1:batch.Execute()|};
                }
                else
                {
                    {|#0:await task|};
                }
            }
        }
        """,
        null,
        new DiagnosticResult(Descriptors.WaitsBeforeSent).WithLocation(0).WithLocation(1).WithLocation(2)
            .WithArguments("batch", "'batch'", "Execute", "on another path"));

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync("""
        interface IBatch { Task StringSetAsync(string key, int value); void Execute(); }
        interface IDatabase { IBatch CreateBatch(); }
        class Writer { async Task Write(IDatabase db) { var batch = db.CreateBatch(); var t = batch.StringSetAsync("k", 1); await t; batch.Execute(); } }
        """);
}

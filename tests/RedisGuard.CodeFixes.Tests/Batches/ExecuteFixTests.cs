using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Batches;

/// <summary>RG3003 cured by <c>Execute</c>.</summary>
public class ExecuteFixTests
{
    [Theory]
    [InlineData(
        "var batch = {|RG3003:db.CreateBatch()|};\n_ = batch.StringSetAsync(key, 1);",
        "var batch = db.CreateBatch();\n_ = batch.StringSetAsync(key, 1);\nbatch.Execute();")]
    [InlineData(
        "var batch = {|RG3003:db.CreateBatch()|};\n_ = batch.StringSetAsync(key, 1); // the last\n\nConsole.WriteLine(key);",
        "var batch = db.CreateBatch();\n_ = batch.StringSetAsync(key, 1); // the last\nbatch.Execute();\n\nConsole.WriteLine(key);")]
    [InlineData(
        "IBatch batch = {|RG3003:db.CreateBatch()|};\nforeach (char c in key)\n{\n    _ = batch.KeyDeleteAsync(c.ToString());\n}",
        "IBatch batch = db.CreateBatch();\nforeach (char c in key)\n{\n    _ = batch.KeyDeleteAsync(c.ToString());\n}\nbatch.Execute();")]
    [InlineData(
        "var tran = {|RG3003:db.CreateTransaction()|};\ntran.AddCondition(Condition.KeyNotExists(key));\n_ = tran.StringSetAsync(key, 1);",
        "var tran = db.CreateTransaction();\ntran.AddCondition(Condition.KeyNotExists(key));\n_ = tran.StringSetAsync(key, 1);\ntran.Execute();")]
    public Task LastCommand_IsFollowedByExecute(string before, string after) => Verify("void M(IDatabase db, string key)", before, after);

    [Theory]
    [InlineData(
        "var tran = {|RG3003:db.CreateTransaction()|};\n_ = tran.StringSetAsync(key, 1);\nawait Task.Yield();\nreturn 0;",
        "var tran = db.CreateTransaction();\n_ = tran.StringSetAsync(key, 1);\nawait tran.ExecuteAsync();\nawait Task.Yield();\nreturn 0;")]
    [InlineData(
        "var batch = {|RG3003:db.CreateBatch()|};\nvar value = batch.StringGetAsync(key);\nreturn await value;",
        "var batch = db.CreateBatch();\nvar value = batch.StringGetAsync(key);\nbatch.Execute();\nreturn await value;")]
    public Task AsyncCode_AwaitsTheTransaction(string before, string after) => Verify("async Task<RedisValue> M(IDatabase db, string key)", before, after);

    [Fact]
    public Task ReturnedCommand_IsKeptUntilItIsSent() => Verify(
        "Task<RedisValue> M(IDatabase db, string key)",
        "var batch = {|RG3003:db.CreateBatch()|};\n_ = batch.KeyExpireAsync(key, TimeSpan.FromMinutes(1));\nreturn batch.StringGetAsync(key);",
        "var batch = db.CreateBatch();\n_ = batch.KeyExpireAsync(key, TimeSpan.FromMinutes(1));\nvar queued = batch.StringGetAsync(key);\nbatch.Execute();\nreturn queued;");

    [Theory]
    [InlineData("_ = {|RG3003:db.CreateBatch()|}.StringSetAsync(key, 1);\nreturn null;")]
    [InlineData("IDatabaseAsync batch = {|RG3003:db.CreateBatch()|};\n_ = batch.StringSetAsync(key, 1);\nreturn null;")]
    [InlineData("var batch = {|RG3003:db.CreateBatch()|};\nvar value = batch.StringGetAsync(key);\nif (key.Length == 0)\n{\n    return value;\n}\n\nbatch.Execute();\nreturn value;")]
    public Task NoOneVariableOrPlace_IsNotOffered(string statements) =>
        RealRules<ExecuteFixProvider>.VerifyNotOfferedAsync(InMethod("Task<RedisValue>? M(IDatabase db, string key)", statements));

    private static Task Verify(string signature, string before, string after) =>
        RealRules<ExecuteFixProvider>.VerifyAsync(InMethod(signature, before), InMethod(signature, after));

    private static string InMethod(string signature, string statements) => Snippet.InClass(
        $"{signature}\n{{\n{string.Join('\n', statements.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}\n}}");
}

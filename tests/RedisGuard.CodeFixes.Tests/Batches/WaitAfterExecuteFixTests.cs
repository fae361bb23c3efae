using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Batches;

/// <summary>RG3004 cured by waiting after <c>Execute</c>.</summary>
public class WaitAfterExecuteFixTests
{
    private const string Signature = "async Task<RedisValue> M(IDatabase db, string key)";

    [Theory]
    [InlineData(
        "var tran = db.CreateTransaction();\nvar task = tran.StringSetAsync(key, 1);\n{|RG3004:await task|};\nawait tran.ExecuteAsync();\nreturn key;",
        "var tran = db.CreateTransaction();\nvar task = tran.StringSetAsync(key, 1);\nawait tran.ExecuteAsync();\nawait task;\nreturn key;")]
    [InlineData(
        "var batch = db.CreateBatch();\nvar a = batch.StringGetAsync(key);\nvar b = batch.KeyDeleteAsync(key);\n{|RG3004:await Task.WhenAll(a, b)|};\nbatch.Execute();\nreturn await a;",
        "var batch = db.CreateBatch();\nvar a = batch.StringGetAsync(key);\nvar b = batch.KeyDeleteAsync(key);\nbatch.Execute();\nawait Task.WhenAll(a, b);\nreturn await a;")]
    [InlineData(
        "var tran = db.CreateTransaction();\nvar task = tran.StringGetAsync(key);\nvar value = {|RG3004:await task|};\nif (!await tran.ExecuteAsync())\n{\n    return key;\n}\n\nreturn value;",
        "var tran = db.CreateTransaction();\nvar task = tran.StringGetAsync(key);\nif (!await tran.ExecuteAsync())\n{\n    return key;\n}\nvar value = await task;\n\nreturn value;")]
    [InlineData(
        "var batch = db.CreateBatch();\nvar tasks = key.Select(c => batch.KeyDeleteAsync(c.ToString())).ToList();\nforeach (var task in tasks)\n{\n    {|RG3004:await task|};\n}\n\nbatch.Execute();\nreturn key;",
        "var batch = db.CreateBatch();\nvar tasks = key.Select(c => batch.KeyDeleteAsync(c.ToString())).ToList();\n\nbatch.Execute();\nforeach (var task in tasks)\n{\n    await task;\n}\nreturn key;")]
    [InlineData(
        "var batch = db.CreateBatch();\n{|RG3004:await Task.WhenAll(batch.KeyDeleteAsync(key), batch.KeyDeleteAsync(\"other\"))|};\nbatch.Execute();\nreturn key;",
        "var batch = db.CreateBatch();\nvar queued = Task.WhenAll(batch.KeyDeleteAsync(key), batch.KeyDeleteAsync(\"other\"));\nbatch.Execute();\nawait queued;\nreturn key;")]
    [InlineData(
        "await Task.Yield();\nvar batch = db.CreateBatch();\nvar task = batch.StringGetAsync(key);\n{|RG3004:task.Wait()|};\nbatch.Execute();\nreturn key;",
        "await Task.Yield();\nvar batch = db.CreateBatch();\nvar task = batch.StringGetAsync(key);\nbatch.Execute();\ntask.Wait();\nreturn key;")]
    public Task Wait_GoesBelowExecute(string before, string after) =>
        RealRules<WaitAfterExecuteFixProvider>.VerifyAsync(InMethod(before), InMethod(after));

    [Theory]
    [InlineData(
        "var tran = db.CreateTransaction();\n{|RG3004:await tran.StringSetAsync(key, 1)|};\nawait tran.ExecuteAsync();\nreturn key;",
        "var tran = db.CreateTransaction();\nvar queued = tran.StringSetAsync(key, 1);\nawait tran.ExecuteAsync();\nawait queued;\nreturn key;")]
    [InlineData(
        "var tran = db.CreateTransaction();\nvar value = {|RG3004:await tran.StringGetAsync(key)|};\nawait tran.ExecuteAsync();\nreturn value;",
        "var tran = db.CreateTransaction();\nvar queued = tran.StringGetAsync(key);\nawait tran.ExecuteAsync();\nvar value = await queued;\nreturn value;")]
    [InlineData(
        "var tran = db.CreateTransaction();\n{|RG3004:await tran.StringSetAsync(key, 1)|};\n{|RG3004:await tran.KeyPersistAsync(key)|};\nawait tran.ExecuteAsync();\nreturn key;",
        "var tran = db.CreateTransaction();\nvar queued = tran.StringSetAsync(key, 1);\nvar queuedCommand = tran.KeyPersistAsync(key);\nawait tran.ExecuteAsync();\nawait queued;\nawait queuedCommand;\nreturn key;")]
    public Task CommandInTheWait_StaysAndItsTaskIsKept(string before, string after) =>
        RealRules<WaitAfterExecuteFixProvider>.VerifyAsync(InMethod(before), InMethod(after), new() { Libraries = [Library.Oldest] });

    [Theory]
    [InlineData("var batch = db.CreateBatch();\nvar task = batch.StringGetAsync(key);\nvar value = {|RG3004:await task|};\nConsole.WriteLine(value);\nbatch.Execute();\nreturn value;")]
    [InlineData("var tran = db.CreateTransaction();\nvar task = tran.StringGetAsync(key);\n{|RG3004:await task|};\nreturn await tran.ExecuteAsync();")]
    public Task NeededBefore_IsNotOffered(string statements) =>
        RealRules<WaitAfterExecuteFixProvider>.VerifyNotOfferedAsync(InMethod(statements));

    private static string InMethod(string statements) => Snippet.InClass(
        $"{Signature}\n{{\n{string.Join('\n', statements.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}\n}}");
}

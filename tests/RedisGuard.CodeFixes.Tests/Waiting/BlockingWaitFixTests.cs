using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Waiting;

/// <summary>RG4004: async code awaits; other code calls what waits by itself.</summary>
public class BlockingWaitFixTests
{
    // Newer libraries report waits for commands themselves.
    private static readonly TestSetup Setup = new() { Libraries = [Library.Oldest] };

    [Theory]
    [InlineData("return {|RG4004:db.StringGetAsync(key)|}.Result;", "return await db.StringGetAsync(key);")]
    [InlineData("return {|RG4004:db.StringGetAsync(key)|}.Result.ToString();", "return (await db.StringGetAsync(key)).ToString();")]
    [InlineData("{|RG4004:db.StringSetAsync(key, 1)|}.ConfigureAwait(false).GetAwaiter().GetResult(); // now\nreturn null;", "await db.StringSetAsync(key, 1).ConfigureAwait(false); // now\nreturn null;")]
    [InlineData("db.Wait({|RG4004:db.StringSetAsync(key, 1)|});\nreturn null;", "await db.StringSetAsync(key, 1);\nreturn null;")]
    public Task AsyncCode_Awaits(string before, string after) => RealRules<AwaitInsteadFixProvider>.VerifyAsync(Controller("async Task<string?>", before), Controller("async Task<string?>", after), Setup);

    [Theory]
    [InlineData("return {|RG4004:db.StringGetAsync(key)|}.Result;", "return db.StringGet(key);")]
    [InlineData("{|RG4004:db.ListRightPushAsync(key, 1)|}.Wait();\nreturn null;", "db.ListRightPush(key, 1);\nreturn null;")]
    public Task OtherCode_CallsTheSynchronousMethod(string before, string after) => RealRules<CallSynchronousFixProvider>.VerifyAsync(Controller("string?", before), Controller("string?", after), Setup);

    [Fact]
    public Task AwaitUnderALock_IsNotOffered() => RealRules<AwaitInsteadFixProvider>.VerifyNotOfferedAsync(
        Controller("async Task<string?>", "lock (db) { return {|RG4004:db.StringGetAsync(key)|}.Result; }"), Setup);

    [Fact]
    public Task WaitForATime_IsNotOffered() => RealRules<AwaitInsteadFixProvider>.VerifyNotOfferedAsync(
        Controller("async Task<string?>", "{|RG4004:db.StringSetAsync(key, 1)|}.Wait(100);\nreturn null;"), Setup);

    private static string Controller(string result, string statements) => $$"""
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        public class BasketController(IDatabase db) : ControllerBase
        {
            [HttpGet]
            public {{result}} Get(string key)
            {
                {{(result.StartsWith("async", StringComparison.Ordinal) ? "await Task.Yield();\n        " : string.Empty)}}{{statements.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }
        }
        """;
}

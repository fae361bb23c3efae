using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.PoolHandles;

/// <summary>RG3009 cured by <c>await using</c> or <c>using</c>.</summary>
public class HandleFixTests
{
    private static readonly TestSetup WithPool = new() { Pool = true };

    [Theory]
    [InlineData(
        "var lease = await {|RG3009:pool.RentAsync()|};\nawait lease.Database.PingAsync();",
        "await using var lease = await pool.RentAsync();\nawait lease.Database.PingAsync();")]
    [InlineData(
        "RedisLease lease = await {|RG3009:pool.RentAsync()|}.ConfigureAwait(false);\nawait lease.Database.PingAsync();",
        "await using RedisLease lease = await pool.RentAsync().ConfigureAwait(false);\nawait lease.Database.PingAsync();")]
    [InlineData(
        "var lease = await {|RG3009:pool.RentAsync()|};\nif (key.Length == 0)\n{\n    return;\n}\n\nawait lease.Database.PingAsync();\nawait lease.DisposeAsync();",
        "await using var lease = await pool.RentAsync();\nif (key.Length == 0)\n{\n    return;\n}\n\nawait lease.Database.PingAsync();")]
    [InlineData(
        "var subscription = await {|RG3009:pool.SubscribeAsync(RedisChannel.Literal(key), _ => { })|};\nawait Task.Delay(1000);",
        "await using var subscription = await pool.SubscribeAsync(RedisChannel.Literal(key), _ => { });\nawait Task.Delay(1000);")]
    [InlineData(
        "var dedicated = await {|RG3009:RedisPool.ConnectDedicatedAsync(key)|};\nawait dedicated.Database.PingAsync();",
        "await using var dedicated = await RedisPool.ConnectDedicatedAsync(key);\nawait dedicated.Database.PingAsync();")]
    public Task Local_IsDisposedAtTheEndOfItsScope(string before, string after) =>
        RealRules<AwaitUsingFixProvider>.VerifyAsync(InMethod("async Task M(RedisPool pool, string key)", before), InMethod("async Task M(RedisPool pool, string key)", after), WithPool);

    [Fact]
    public Task OutsideAsyncCode_ItIsUsing() => RealRules<UsingFixProvider>.VerifyAsync(
        InMethod("void M(RedisPool pool, string key)", "var lease = {|RG3009:pool.RentAsync()|}.AsTask().GetAwaiter().GetResult();\nlease.Database.KeyDelete(key);"),
        InMethod("void M(RedisPool pool, string key)", "using var lease = pool.RentAsync().AsTask().GetAwaiter().GetResult();\nlease.Database.KeyDelete(key);"),
        WithPool);

    [Theory]
    [InlineData("_ = await {|RG3009:pool.RentAsync()|};")]
    [InlineData("await (await {|RG3009:pool.RentAsync()|}).Database.PingAsync();")]
    public Task NothingToDeclare_IsNotOffered(string statements) =>
        RealRules<AwaitUsingFixProvider>.VerifyNotOfferedAsync(InMethod("async Task M(RedisPool pool, string key)", statements), WithPool);

    private static string InMethod(string signature, string statements) => Snippet.InClassWithPool(
        $"{signature}\n{{\n{string.Join('\n', statements.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}\n}}");
}

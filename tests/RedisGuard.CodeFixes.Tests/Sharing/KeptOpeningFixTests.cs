using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Sharing;

/// <summary>A Lazy or a task of a connection goes where the pool is referenced: what read it asks the pool.</summary>
public class KeptOpeningFixTests
{
    private static readonly TestSetup WithPool = new() { Pool = true };

    [Theory]
    [InlineData(
        "private readonly Lazy<ConnectionMultiplexer> _m = new(() => {|RG1003:ConnectionMultiplexer.Connect(\"a\")|});", "_m.Value.GetDatabase()", "RedisPool.For(\"a\").GetDatabase()")]
    [InlineData(
        "private readonly Lazy<ConnectionMultiplexer> _m = new Lazy<ConnectionMultiplexer>(() => {|RG1003:ConnectionMultiplexer.ConnectAsync(\"a\")|}.Result);", "_m.Value", "RedisPool.For(\"a\").GetConnection()")]
    [InlineData(
        "private static readonly Lazy<ConnectionMultiplexer> s_m = new(() => {|RG1006:ConnectionMultiplexer.Connect(\"a\")|}, LazyThreadSafetyMode.PublicationOnly);", "s_m.Value.GetDatabase(1)", "RedisPool.For(\"a\").GetDatabase(1)")]
    public Task Lazy_GoesForThePool(string field, string read, string asked) => RealRules<PoolFixProvider>.VerifyAsync(
        In(field, $"public object Db => {read};"), Pooled($"public object Db => {asked};"), WithPool);

    [Theory]
    [InlineData("private readonly Lazy<Task<ConnectionMultiplexer>> _m = new(() => {|RG1003:ConnectionMultiplexer.ConnectAsync(\"a\")|});", "_m.Value")]
    [InlineData("private readonly Task<ConnectionMultiplexer> {|RG1003:_m = ConnectionMultiplexer.ConnectAsync(\"a\")|};", "_m")]
    public Task Task_GoesForThePool(string field, string read) => RealRules<PoolFixProvider>.VerifyAsync(
        In(field, $"public async Task<IDatabase> Db() => (await {read}.ConfigureAwait(false)).GetDatabase();"),
        Pooled("public async Task<IDatabase> Db() => (await RedisPool.For(\"a\").GetConnectionAsync().ConfigureAwait(false)).GetDatabase();"),
        WithPool);

    [Fact]
    public Task TaskThatIsKeptAtFirstNeed_GoesForThePool() => RealRules<PoolFixProvider>.VerifyAsync(
        KeptTask,
        Pooled("public static Task<IConnectionMultiplexer> Get() => RedisPool.For(\"a\").GetConnectionAsync();"),
        WithPool);

    [Fact]
    public Task TaskThatIsKeptAtFirstNeed_GoesForTheHolder() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        KeptTask,
        In("public static Task<ConnectionMultiplexer> Get() => RedisConnections.GetAsync(\"a\");"),
        new() { Analyzers = AllAnalyzers.Create(), AfterFixAll = KeptTask });

    /// <summary>What a constructor alone knows, nobody could ask the pool for later; and what looks at the Lazy keeps it.</summary>
    [Theory]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _m; public Store(string cs) { _m = new(() => {|RG1003:ConnectionMultiplexer.Connect(cs)|}); }", "_m.Value.GetDatabase()")]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _m = new(() => {|RG1003:ConnectionMultiplexer.Connect(\"a\")|});", "_m.IsValueCreated")]
    public Task WhatOthersCantAsk_IsNotOffered(string field, string read) => RealRules<PoolFixProvider>.VerifyNotOfferedAsync(In(field, $"public object Db => {read};"), WithPool);

    private static string KeptTask => In(
        "private static Task<ConnectionMultiplexer>? s_m;", "public static Task<ConnectionMultiplexer> Get() => s_m ??= {|RG1006:ConnectionMultiplexer.ConnectAsync(\"a\")|};");

    private static string In(params string[] members) =>
        $"using StackExchange.Redis;\n\npublic class Store\n{{\n{string.Join("\n\n", members.Select(member => "    " + member))}\n}}\n";

    private static string Pooled(string member)
    {
        string code = "using RedisGuard.Pool;\n" + In(member);
        return member.Contains("IDatabase", StringComparison.Ordinal) || member.Contains("IConnection", StringComparison.Ordinal)
            ? code
            : code.Replace("using StackExchange.Redis;\n", string.Empty, StringComparison.Ordinal);
    }
}

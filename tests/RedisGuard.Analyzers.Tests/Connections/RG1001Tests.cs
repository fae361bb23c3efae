using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1001, Connection opened per call: opened and closed, chained and dropped, or opened anew by a getter.</summary>
public class RG1001Tests
{
    [Theory]
    [InlineData("{|RG1001:ConnectionMultiplexer.Connect(cs)|}.GetDatabase().Ping();")]
    [InlineData("var db = {|RG1001:ConnectionMultiplexer.Connect(cs)|}.GetDatabase();")]
    [InlineData("var db = ({|RG1001:ConnectionMultiplexer.Connect(cs)|}).GetDatabase(1);")]
    [InlineData("var db = ((IConnectionMultiplexer){|RG1001:ConnectionMultiplexer.Connect(cs)|}).GetDatabase();")]
    [InlineData("var db = (await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}).GetDatabase(); db.Ping();")]
    [InlineData("var db = (await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}.ConfigureAwait(false)).GetDatabase();")]
    [InlineData("var db = {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}.Result.GetDatabase();")]
    [InlineData("var db = {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}.GetAwaiter().GetResult().GetDatabase();")]
    [InlineData("{|RG1001:ConnectionMultiplexer.Connect(cs)|}.GetSubscriber().Publish(RedisChannel.Literal(\"c\"), \"m\");")]
    [InlineData("foreach (var key in {|RG1001:ConnectionMultiplexer.Connect(cs)|}.GetServer(\"a\", 1).Keys()) { Console.WriteLine(key); }")]
    [InlineData("{|RG1001:ConnectionMultiplexer.Connect(cs)|}?.GetDatabase()?.Ping();")]
    [InlineData("Console.WriteLine({|RG1001:ConnectionMultiplexer.Connect(cs)|}.IsConnected);")]
    [InlineData("await {|RG1001:ConnectionMultiplexer.Connect(cs)|}.GetDatabase().StringSetAsync(\"k\", \"v\");")]
    [InlineData("var db = flag ? {|RG1001:ConnectionMultiplexer.Connect(cs)|}.GetDatabase() : null;")]
    public Task Chained_IsReported(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("IDatabase Db() => {|RG1001:ConnectionMultiplexer.Connect(Cs)|}.GetDatabase();")]
    [InlineData("IDatabase Db() { return {|RG1001:ConnectionMultiplexer.Connect(Cs)|}.GetDatabase(); }")]
    [InlineData("static async Task<IDatabase> DbAsync() => (await {|RG1001:ConnectionMultiplexer.ConnectAsync(Cs)|}).GetDatabase();")]
    [InlineData("public ISubscriber Sub() => {|RG1001:ConnectionMultiplexer.Connect(Cs)|}.GetSubscriber();")]
    [InlineData("public IServer Server() => {|RG1001:ConnectionMultiplexer.Connect(Cs)|}.GetServer(\"a\", 1);")]
    [InlineData("static IDatabase Db => {|RG1001:ConnectionMultiplexer.Connect(Cs)|}.GetDatabase();")]
    public Task ViewReturnedFromAChain_IsReported(string member) => VerifyMemberAsync(member);

    [Theory]
    [InlineData("static ConnectionMultiplexer Redis => {|RG1001:ConnectionMultiplexer.Connect(Cs)|};")]
    [InlineData("public IConnectionMultiplexer Redis => {|RG1001:ConnectionMultiplexer.Connect(Cs)|};")]
    [InlineData("public IConnectionMultiplexer Redis { get { return {|RG1001:ConnectionMultiplexer.Connect(Cs)|}; } }")]
    [InlineData("public IConnectionMultiplexer Redis { get { var c = {|RG1001:ConnectionMultiplexer.Connect(Cs)|}; return c; } }")]
    [InlineData("public IConnectionMultiplexer Redis { get => {|RG1001:ConnectionMultiplexer.Connect(Cs)|}; set => throw new NotSupportedException(); }")]
    [InlineData("public IConnectionMultiplexer this[string name] => {|RG1001:ConnectionMultiplexer.Connect(name)|};")]
    [InlineData("public Task<ConnectionMultiplexer> Redis => {|RG1001:ConnectionMultiplexer.ConnectAsync(Cs)|};")]
    [InlineData("IDisposable Redis => {|RG1001:ConnectionMultiplexer.Connect(Cs)|};")]
    public Task GetterThatConnects_IsReported(string member) => VerifyMemberAsync(member);

    [Theory]
    [InlineData("static ConnectionMultiplexer Redis { get; } = ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("static readonly ConnectionMultiplexer Redis = ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("static readonly IDatabase Db = ConnectionMultiplexer.Connect(Cs).GetDatabase();")]
    [InlineData("static IDatabase Db { get; } = ConnectionMultiplexer.ConnectAsync(Cs).Result.GetDatabase();")]
    [InlineData("static readonly Task<ConnectionMultiplexer> Redis = ConnectionMultiplexer.ConnectAsync(Cs);")]
    [InlineData("static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => ConnectionMultiplexer.Connect(Cs)); static ConnectionMultiplexer Redis => s_lazy.Value;")]
    [InlineData("static readonly Lazy<Task<ConnectionMultiplexer>> s_lazy = new(() => ConnectionMultiplexer.ConnectAsync(Cs)); static Task<ConnectionMultiplexer> Redis => s_lazy.Value;")]
    [InlineData("static readonly Lazy<IDatabase> s_lazy = new(() => ConnectionMultiplexer.Connect(Cs).GetDatabase());")]
    [InlineData("private readonly Lazy<IConnectionMultiplexer> _lazy = new Lazy<IConnectionMultiplexer>(() => { var c = {|RG1003:ConnectionMultiplexer.Connect(Cs)|}; c.ConnectionFailed += (_, e) => Console.WriteLine(e); return c; });")]
    [InlineData("private readonly Func<ConnectionMultiplexer> _open = () => ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("static ConnectionMultiplexer? s_c; static S() { s_c = ConnectionMultiplexer.Connect(Cs); }")]
    [InlineData("static readonly IDatabase Db; static S() { var c = ConnectionMultiplexer.Connect(Cs); Db = c.GetDatabase(); }")]
    [InlineData("static ConnectionMultiplexer Create() => ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("ConnectionMultiplexer GetConnection() { return ConnectionMultiplexer.Connect(Cs); }")]
    public Task OpenedOnceOrHandedOut_IsNoChurn(string member) => VerifyMemberAsync(member, "S");

    [Theory]
    [InlineData("private static readonly object s_gate = new(); static ConnectionMultiplexer Redis { get { lock (s_gate) { return s_c ??= ConnectionMultiplexer.Connect(Cs); } } } static ConnectionMultiplexer? s_c;")]
    [InlineData("static ConnectionMultiplexer? s_c; private static readonly object s_gate = new(); static ConnectionMultiplexer Redis { get { if (s_c == null) { lock (s_gate) { if (s_c == null) { s_c = ConnectionMultiplexer.Connect(Cs); } } } return s_c; } }")]
    [InlineData("static ConnectionMultiplexer? s_c; static object? s_gate; static bool s_set; static ConnectionMultiplexer Redis => LazyInitializer.EnsureInitialized(ref s_c, ref s_set, ref s_gate, () => ConnectionMultiplexer.Connect(Cs))!;")]
    public Task GuardedGetter_IsSilent(string member) => VerifyMemberAsync(member);

    [Fact]
    public Task CommandOfADevelopmentHost_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        interface IResourceBuilder<T>
        {
            void WithCommand(string name, Func<object, Task> run);
        }

        static class Commands
        {
            public static void WithClear(this IResourceBuilder<string> builder)
                => builder.WithCommand("clear", async _ =>
                {
                    await using var connection = await ConnectionMultiplexer.ConnectAsync("localhost");
                    await connection.GetDatabase().PingAsync();
                });

            public static void WithPing(this IResourceBuilder<string> builder) => builder.WithCommand("ping", _ => RunAsync(builder));

            private static async Task RunAsync(IResourceBuilder<string> builder)
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync("localhost");
                await connection.GetDatabase().PingAsync();
            }
        }
        """);

    [Fact]
    public Task GetterOfAnOpener_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Store
        {
            public static Func<ConnectionMultiplexer> Opener => () => ConnectionMultiplexer.Connect("localhost");
        }
        """);

    [Fact]
    public Task Message_OfUsing_NamesTheMethodAndPointsAtTheClosing() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public string? Get(string key)
            {
                var connection = {|#0:ConnectionMultiplexer.Connect("localhost")|};
                string? value = connection.GetDatabase().StringGet(key);
                {|#1:connection.Dispose()|};
                return value;
            }
        }
        """,
        setup: null,
        Expect("'ConnectionMultiplexer.Connect' opens a connection and closes it again each time 'Get' is called: under load the sockets run out; open it once and share it")
            .WithLocation(1));

    [Fact]
    public Task Message_OfAChain() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public async Task<string?> GetAsync(string key)
                => await (await {|#0:ConnectionMultiplexer.ConnectAsync("localhost")|}).GetDatabase().StringGetAsync(key);
        }
        """,
        setup: null,
        Expect("'ConnectionMultiplexer.ConnectAsync' opens a connection and never closes it each time 'GetAsync' is called: under load the sockets run out; open it once and share it"));

    [Fact]
    public Task Message_OfAGetter() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Store
        {
            public static ConnectionMultiplexer Redis => {|#0:ConnectionMultiplexer.Connect("localhost")|};
        }
        """,
        setup: null,
        Expect("'ConnectionMultiplexer.Connect' opens a connection each time the property 'Redis' is read: under load the sockets run out; open it once and share it"));

    [Fact]
    public Task Message_OfALoop() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        while (true)
        {
            {|#0:ConnectionMultiplexer.Connect("localhost")|}.GetDatabase().Ping();
        }
        """,
        new() { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication },
        Expect("'ConnectionMultiplexer.Connect' opens a connection and never closes it each time the loop repeats: under load the sockets run out; open it once and share it"));

    [Fact]
    public Task Message_WithThePool_NamesThePool() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Store
        {
            public static IDatabase Redis() => {|#0:ConnectionMultiplexer.Connect("localhost")|}.GetDatabase();
        }
        """,
        new() { Pool = true },
        Expect("'ConnectionMultiplexer.Connect' opens a connection and never closes it each time 'Redis' is called: under load the sockets run out; take it from RedisPool.For, which opens it once"));

    [Fact]
    public Task Message_OfAHelper_NamesTheHelper() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            private static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect("localhost");

            public void Warm() => {|#0:Open()|}.GetDatabase().Ping();
        }
        """,
        setup: null,
        Expect("'Cache.Open' opens a connection and never closes it each time 'Warm' is called: under load the sockets run out; open it once and share it"));

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync("""
        class ConnectionMultiplexer : System.IDisposable
        {
            public static ConnectionMultiplexer Connect(string configuration) => new();
            public void Dispose() { }
        }

        class C
        {
            static ConnectionMultiplexer Redis => ConnectionMultiplexer.Connect("localhost");
            void M() { using (ConnectionMultiplexer.Connect("localhost")) { } }
        }
        """);

    private static Task VerifyMemberAsync(string member, string type = "Store") => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class {{type}}
        {
            private const string Cs = "localhost";

            {{member}}
        }
        """);

    private static DiagnosticResult Expect(string message)
        => DiagnosticResult.CompilerWarning("RG1001").WithLocation(0).WithMessage(message);
}

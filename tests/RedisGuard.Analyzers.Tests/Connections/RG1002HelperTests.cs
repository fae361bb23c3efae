using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1002 through methods in source: factories whose result the caller must close, helpers that close what they are given.</summary>
public class RG1002HelperTests
{
    [Theory]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; c.GetDatabase().Ping();")]
    [InlineData("using var c = ConnectionMultiplexer.Connect(\"a\"); c.GetDatabase().Ping();")] // once: no churn
    public Task HelperThatTheEntryPointCallsOnce_ClosesWhatItOpens(string body) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        static class Program
        {
            static void Main() => Greeting.Say();
        }

        internal static class Greeting
        {
            public static void Say()
            {
                {{body}}
            }
        }
        """);

    [Theory]
    [InlineData("private static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(\"a\");", "var c = {|RG1002:Open()|};")]
    [InlineData("private static ConnectionMultiplexer Open() { return ConnectionMultiplexer.Connect(\"a\"); }", "var c = {|RG1002:Open()|};")]
    [InlineData("private static IConnectionMultiplexer Open() { var m = ConnectionMultiplexer.Connect(\"a\"); m.GetDatabase().Ping(); return m; }", "var c = {|RG1002:Open()|};")]
    [InlineData("private Task<ConnectionMultiplexer> OpenAsync() => ConnectionMultiplexer.ConnectAsync(\"a\");", "var c = await {|RG1002:OpenAsync()|};")]
    [InlineData("private async Task<ConnectionMultiplexer> OpenAsync() => await ConnectionMultiplexer.ConnectAsync(\"a\").ConfigureAwait(false);", "var c = await {|RG1002:OpenAsync()|};")]
    [InlineData("private async ValueTask<IConnectionMultiplexer> OpenAsync() { var m = await ConnectionMultiplexer.ConnectAsync(\"a\"); return m; }", "var c = await {|RG1002:OpenAsync()|};")]
    [InlineData("private static ConnectionMultiplexer Open(bool a) => a ? ConnectionMultiplexer.Connect(\"a\") : ConnectionMultiplexer.Connect(\"b\");", "var c = {|RG1002:Open(true)|};")]
    [InlineData("private static ConnectionMultiplexer Open<T>() => ConnectionMultiplexer.Connect(typeof(T).Name);", "var c = {|RG1002:Open<string>()|};")]
    [InlineData("private static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(\"a\");", "using var c = {|RG1001:Open()|};")]
    [InlineData("private static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(\"a\");", "{|RG1001:Open()|}.GetDatabase().Ping();")]
    [InlineData("private static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(\"a\");", "_ = {|RG1002:Open()|};")]
    [InlineData("", "static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(\"a\"); var c = {|RG1002:Open()|};")]
    [InlineData("", "using var c = {|RG1001:Open()|}; static ConnectionMultiplexer Open() { return ConnectionMultiplexer.Connect(\"a\"); }")]
    [InlineData("", "async Task<ConnectionMultiplexer> OpenAsync() => await ConnectionMultiplexer.ConnectAsync(\"a\"); var c = await {|RG1002:OpenAsync()|};")]
    public Task FreshResultOfAHelper_IsTheCallersToClose(string helper, string use) => VerifyAsync(helper, use);

    [Theory]
    [InlineData("private static ConnectionMultiplexer? s_c; private static ConnectionMultiplexer Get() => s_c ??= {|RG1006:ConnectionMultiplexer.Connect(\"a\")|};", "var c = Get();")]
    [InlineData("private static ConnectionMultiplexer? s_c; private static ConnectionMultiplexer Get() { s_c = ConnectionMultiplexer.Connect(\"a\"); return s_c; }", "var c = Get();")]
    [InlineData("private static readonly Lazy<ConnectionMultiplexer> s_c = new(() => ConnectionMultiplexer.Connect(\"a\")); private static ConnectionMultiplexer Get() => s_c.Value;", "var c = Get();")]
    [InlineData("private static readonly Lazy<ConnectionMultiplexer> s_c = new(() => ConnectionMultiplexer.Connect(\"a\")); private static IConnectionMultiplexer C => s_c.Value;", "var c = C;")]
    [InlineData("private readonly Dictionary<string, ConnectionMultiplexer> _all = new(); private ConnectionMultiplexer Get(string k) { if (!_all.TryGetValue(k, out var c)) { c = ConnectionMultiplexer.Connect(k); _all[k] = c; } return c; }", "var c = Get(\"a\");")]
    [InlineData("private static IConnectionMultiplexer Pick(IConnectionMultiplexer? c) => c ?? ConnectionMultiplexer.Connect(\"a\");", "var c = Pick(null);")]
    [InlineData("private static Task<ConnectionMultiplexer>? s_t; private static Task<ConnectionMultiplexer> GetAsync() => s_t ??= {|RG1006:ConnectionMultiplexer.ConnectAsync(\"a\")|};", "var c = await GetAsync();")]
    [InlineData("private static readonly SemaphoreSlim s_l = new(1); private static ConnectionMultiplexer? s_c; private static async Task<ConnectionMultiplexer> GetAsync() { if (s_c != null) { return s_c; } await s_l.WaitAsync(); try { s_c ??= await ConnectionMultiplexer.ConnectAsync(\"a\"); return s_c; } finally { s_l.Release(); } }", "var c = await GetAsync();")]
    [InlineData("private readonly Func<ConnectionMultiplexer> _open = () => null!;", "var c = _open();")]
    [InlineData("protected virtual ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(\"a\");", "var c = Open();")]
    public Task SharedResultOfAHelper_IsBorrowed(string helper, string use) => VerifyAsync(helper, use);

    [Theory]
    [InlineData("private static void Close(IConnectionMultiplexer m) => m.Dispose();", "Close(c);")]
    [InlineData("private static void Close(IConnectionMultiplexer? m) => m?.Dispose();", "Close(c);")]
    [InlineData("private static void Close(IConnectionMultiplexer m) { if (m != null) { m.Close(); m.Dispose(); } }", "Close(c);")]
    [InlineData("private static async Task CloseAsync(IConnectionMultiplexer m) { await m.CloseAsync(); await m.DisposeAsync(); }", "await CloseAsync(c);")]
    [InlineData("private static void Close(IConnectionMultiplexer m) { try { m.Close(); } catch (RedisException) { } }", "Close(c);")]
    [InlineData("private static void Close(ConnectionMultiplexer m) { try { m.Dispose(); } catch { } }", "try { c.GetDatabase().Ping(); } finally { Close(c); }")]
    [InlineData("private static void Run(IConnectionMultiplexer m) { using (m) { m.GetDatabase().Ping(); } }", "Run(c);")]
    [InlineData("", "static void Close(IConnectionMultiplexer m) => m.Dispose(); Close(c);")]
    [InlineData("private static void Close(IDisposable d) => d.Dispose();", "Close(c);")]
    [InlineData("private static void Close(IDisposable d) { using (d) { } }", "Close(c);")]
    [InlineData("private static async Task CloseAsync(IAsyncDisposable m) => await m.DisposeAsync().ConfigureAwait(false);", "await CloseAsync(c);")]
    [InlineData("private static void Close(IDatabase d) => d.Multiplexer.Dispose();", "Close(c.GetDatabase());")]
    [InlineData("private static void Close<T>(T m) where T : IConnectionMultiplexer => m.Dispose();", "Close(c);")]
    public Task HelperThatClosesItsParameter_Closes(string helper, string use)
        => VerifyAsync(helper, "var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; " + use);

    [Theory]
    [InlineData("private static void Use(IConnectionMultiplexer m) => m.GetDatabase().Ping();", "Use(c);")]
    [InlineData("private void Use(IConnectionMultiplexer m) { var db = m.GetDatabase(); db.StringSet(\"k\", \"v\"); }", "Use(c);")]
    [InlineData("private static async Task UseAsync(ConnectionMultiplexer m) => await m.GetDatabase().PingAsync();", "await UseAsync(c);")]
    [InlineData("private static void Use(IDatabase d) => d.Ping();", "Use(c.GetDatabase());")]
    public Task HelperThatOnlyUses_LeavesItOpen(string helper, string use)
        => VerifyAsync(helper, "var c = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; " + use);

    [Theory]
    [InlineData("private IConnectionMultiplexer? _m; private void Keep(IConnectionMultiplexer m) => _m = m;", "Keep(c);")]
    [InlineData("private readonly List<IConnectionMultiplexer> _all = new(); private void Keep(IConnectionMultiplexer m) { _all.Add(m); }", "Keep(c);")]
    [InlineData("private static IDisposable Wrap(IConnectionMultiplexer m) => new Session(m); private sealed class Session(IConnectionMultiplexer m) : IDisposable { public void Dispose() => m.Dispose(); }", "using var s = Wrap(c);")]
    [InlineData("protected virtual void Handle(IConnectionMultiplexer m) { }", "Handle(c);")]
    [InlineData("private partial void Handle(IConnectionMultiplexer m); private partial void Handle(IConnectionMultiplexer m) => Console.WriteLine(new[] { m });", "Handle(c);")]
    [InlineData("private static void Schedule(IConnectionMultiplexer m) => ThreadPool.QueueUserWorkItem(_ => m.Dispose());", "Schedule(c);")]
    [InlineData("private static readonly List<object> s_all = new(); private static void Keep(object o) => s_all.Add(o);", "Keep(c);")]
    public Task HelperThatKeepsItsParameter_IsSilent(string helper, string use)
        => VerifyAsync(helper, "var c = ConnectionMultiplexer.Connect(\"a\"); " + use);

    [Theory]
    [InlineData("private static IConnectionMultiplexer Same(IConnectionMultiplexer m) => m;", "var d = Same(c); d.Dispose();", "RG1001")]
    [InlineData("private static IConnectionMultiplexer Same(IConnectionMultiplexer m) => m;", "var d = Same(c); d.GetDatabase().Ping();", "RG1002")]
    [InlineData("private static T Same<T>(T m) => m;", "using var d = Same(c);", "RG1001")]
    public Task HelperThatGivesItsParameterBack_IsSeenThrough(string helper, string use, string rule)
        => VerifyAsync(helper, $"var c = {{|{rule}:ConnectionMultiplexer.Connect(\"a\")|}}; " + use);

    [Fact]
    public Task HelperOfAnotherFile_IsLookedInto() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public void Warm()
            {
                var connection = {|RG1002:Redis.Open()|};
                connection.GetDatabase().Ping();
            }

            public void Run()
            {
                var connection = {|RG1001:Redis.Open()|};
                connection.Shut();
            }
        }
        """,
        new()
        {
            Files =
            [
                ("Redis.cs", """
                using StackExchange.Redis;

                static class Redis
                {
                    public static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect("localhost");
                    public static void Shut(this IConnectionMultiplexer connection) => connection.Dispose();
                }
                """),
            ],
        });

    [Fact]
    public Task FactoryInterface_IsUnknownAndSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        interface IConnector
        {
            ConnectionMultiplexer Open();
        }

        class Connector : IConnector
        {
            public ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect("localhost");
        }

        class Cache(IConnector connector)
        {
            public void Warm() => connector.Open().GetDatabase().Ping();
        }
        """);

    [Fact]
    public Task RecursiveHelper_EndsAndIsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public static ConnectionMultiplexer Open(int attempts)
                => attempts == 0 ? ConnectionMultiplexer.Connect("localhost") : Open(attempts - 1);

            public static ConnectionMultiplexer Ping(int attempts) => Pong(attempts);

            public static ConnectionMultiplexer Pong(int attempts) => Ping(attempts);

            public void Use() => Ping(1).GetDatabase().Ping();
        }
        """);

    [Fact]
    public Task JetBrainsAnnotations_AreHonoured() => AllRules.VerifyAsync(
        """
        using JetBrains.Annotations;
        using StackExchange.Redis;

        interface IConnector
        {
            [MustDisposeResource]
            IConnectionMultiplexer Open();

            [return: MustDisposeResource]
            Task<IConnectionMultiplexer> OpenAsync();

            [MustDisposeResource(false)]
            IConnectionMultiplexer Shared();

            void Take([HandlesResourceDisposal] IConnectionMultiplexer connection);
        }

        class Cache(IConnector connector)
        {
            public void Leaks()
            {
                var connection = {|RG1002:connector.Open()|};
                connection.GetDatabase().Ping();
            }

            public async Task LeaksAsync()
            {
                var connection = await {|RG1002:connector.OpenAsync()|};
                connection.GetDatabase().Ping();
            }

            public void Borrows()
            {
                var connection = connector.Shared();
                connection.GetDatabase().Ping();
            }

            public void HandsOver()
            {
                var connection = {|RG1001:connector.Open()|};
                connector.Take(connection);
            }
        }
        """,
        new()
        {
            Files =
            [
                ("Annotations.cs", """
                namespace JetBrains.Annotations
                {
                    [AttributeUsage(AttributeTargets.All)]
                    public sealed class MustDisposeResourceAttribute : Attribute
                    {
                        public MustDisposeResourceAttribute() => Value = true;
                        public MustDisposeResourceAttribute(bool value) => Value = value;
                        public bool Value { get; }
                    }

                    [AttributeUsage(AttributeTargets.All)]
                    public sealed class HandlesResourceDisposalAttribute : Attribute { }
                }
                """),
            ],
        });

    [Fact]
    public Task SameNamedAnnotationOfSomebodyElse_IsNotHonoured() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        [AttributeUsage(AttributeTargets.All)]
        sealed class MustDisposeResourceAttribute : Attribute { }

        interface IConnector
        {
            [MustDisposeResource]
            IConnectionMultiplexer Open();
        }

        class Cache(IConnector connector)
        {
            public void Use()
            {
                var connection = connector.Open();
                connection.GetDatabase().Ping();
            }
        }
        """);

    private static Task VerifyAsync(string helper, string use) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        partial class Cache
        {
            {{helper}}

            public async Task Warm()
            {
                {{use}}
            }
        }
        """);
}

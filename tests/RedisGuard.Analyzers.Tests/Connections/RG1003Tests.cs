using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1003, Owner does not close its connection.</summary>
public class RG1003Tests
{
    [Theory]
    [InlineData("private readonly ConnectionMultiplexer {|RG1003:_c = ConnectionMultiplexer.Connect(\"a\")|};")]
    [InlineData("private readonly IConnectionMultiplexer {|RG1003:_c = ConnectionMultiplexer.Connect(\"a\")|};")]
    [InlineData("public IConnectionMultiplexer {|RG1003:Redis { get; } = ConnectionMultiplexer.Connect(\"a\")|};")]
    [InlineData("private readonly ConnectionMultiplexer _c; public Store() { _c = {|RG1003:ConnectionMultiplexer.Connect(\"a\")|}; }")]
    [InlineData("private readonly ConnectionMultiplexer _c; public Store() => _c = {|RG1003:ConnectionMultiplexer.Connect(\"a\")|};")]
    [InlineData("private readonly ConnectionMultiplexer _c; public Store(string cs) { _c = {|RG1003:ConnectionMultiplexer.Connect(cs)|}; _d = _c.GetDatabase(); } private IDatabase _d;")]
    [InlineData("private readonly ConnectionMultiplexer _c; public Store() { var c = {|RG1003:ConnectionMultiplexer.Connect(\"a\")|}; _c = c; }")]
    [InlineData("private readonly ConnectionMultiplexer _c; public Store() { _c = {|RG1003:ConnectionMultiplexer.ConnectAsync(\"a\")|}.Result; }")]
    [InlineData("private readonly ConnectionMultiplexer _c; public Store() { _c = {|RG1003:ConnectionMultiplexer.ConnectAsync(\"a\")|}.GetAwaiter().GetResult(); }")]
    [InlineData("private readonly Task<ConnectionMultiplexer> _c; public Store() { _c = {|RG1003:ConnectionMultiplexer.ConnectAsync(\"a\")|}; }")]
    [InlineData("private ConnectionMultiplexer? _c; public async Task OpenAsync() { _c = await {|RG1003:ConnectionMultiplexer.ConnectAsync(\"a\")|}; }")]
    [InlineData("private ConnectionMultiplexer? _c; private void Init() { (_c, var x) = ({|RG1003:ConnectionMultiplexer.Connect(\"a\")|}, 1); }")]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _c = new(() => {|RG1003:ConnectionMultiplexer.Connect(\"a\")|}); public IDatabase Db => _c.Value.GetDatabase();")]
    public Task TypeThatCantBeDisposed_IsReported(string members) => VerifyAsync(members, "object");

    [Theory]
    [InlineData("private readonly ConnectionMultiplexer {|RG1003:_c = ConnectionMultiplexer.Connect(\"a\")|}; public void Dispose() { }")]
    [InlineData("private readonly ConnectionMultiplexer {|RG1003:_c = ConnectionMultiplexer.Connect(\"a\")|}; public void Dispose() => GC.SuppressFinalize(this);")]
    [InlineData("private readonly ConnectionMultiplexer {|RG1003:_c = ConnectionMultiplexer.Connect(\"a\")|}; private readonly Timer _t = new(_ => { }); public void Dispose() => _t.Dispose();")]
    [InlineData("private ConnectionMultiplexer? _c; public Store() { _c = {|RG1003:ConnectionMultiplexer.Connect(\"a\")|}; } public void Dispose() { _c = null; }")]
    [InlineData("private ConnectionMultiplexer? _c; public Store() { _c = {|RG1003:ConnectionMultiplexer.Connect(\"a\")|}; } public void Dispose() { _c?.GetSubscriber().UnsubscribeAll(); }")]
    [InlineData("private readonly Dictionary<string, ConnectionMultiplexer> _all = new(); public IDatabase Get(string k) { lock (_all) { if (!_all.TryGetValue(k, out var c)) { c = {|RG1003:ConnectionMultiplexer.Connect(k)|}; _all.Add(k, c); } return c.GetDatabase(); } } public void Dispose() { }")]
    [InlineData("private readonly Queue<ConnectionMultiplexer> _all = new(); public Store() => _all.Enqueue({|RG1003:ConnectionMultiplexer.Connect(\"a\")|}); public void Use(Action<IDatabase> work) { var c = _all.Dequeue(); work(c.GetDatabase()); _all.Enqueue(c); } public void Dispose() { }")]
    [InlineData("private readonly Dictionary<string, ConnectionMultiplexer> _all; public Store(string[] k) => _all = k.ToDictionary(a => a, a => {|RG1003:ConnectionMultiplexer.Connect(a)|}); public IDatabase Get(string k) => _all[k].GetDatabase(); public void Dispose() { }")]
    public Task DisposalThatForgetsIt_IsReported(string members) => VerifyAsync(members, "IDisposable");

    [Theory]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => _c.Dispose();")]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _c = new(() => ConnectionMultiplexer.Connect(\"a\")); public void Dispose() { if (_c.IsValueCreated) { _c.Value.Dispose(); } }")]
    [InlineData("private readonly Task<ConnectionMultiplexer> _c = ConnectionMultiplexer.ConnectAsync(\"a\"); public void Dispose() => _c.Result.Dispose();")]
    [InlineData("private readonly IDatabase _db; public Store() { var c = ConnectionMultiplexer.Connect(\"a\"); _db = c.GetDatabase(); } public void Dispose() => _db.Multiplexer.Dispose();")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() { try { _c.Close(); } catch (RedisException) { } }")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => Disposer.Close(_c);")]
    [InlineData("private ConnectionMultiplexer? _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() { _c?.Dispose(); _c = null; }")]
    [InlineData("private ConnectionMultiplexer? _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() { if (_c is { } c) { c.Dispose(); } }")]
    [InlineData("private ConnectionMultiplexer? _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() { IDisposable? d = Interlocked.Exchange(ref _c, null); d?.Dispose(); }")]
    [InlineData("public ConnectionMultiplexer Redis { get; } = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => Redis.Dispose();")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); void IDisposable.Dispose() { this._c.Dispose(); }")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => Dispose(true); private void Dispose(bool disposing) { if (!disposing) { return; } _c.Close(); }")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); ~Store() => _c.Dispose(); public void Dispose() { }")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); public Store(CancellationToken t) => t.Register(() => _c.Dispose()); public void Dispose() { }")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); public Task StopAsync() => _c.CloseAsync(); public void Dispose() { }")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); public void Shutdown() => _c.Close(); public void Dispose() => Shutdown();")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); private Action? _close; public Store() => _close = _c.Dispose; public void Dispose() => _close?.Invoke();")]
    [InlineData("private ConnectionMultiplexer? _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() { var (c, x) = (_c, 1); c?.Dispose(); }")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() { foreach (IDisposable d in new IDisposable[] { _c }) { d.Dispose(); } }")]
    [InlineData("private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => Disposer.DisposeAll(_c, null);")]
    [InlineData("private readonly ConnectionMultiplexer _c; private readonly IDatabase _db; public Store() { _c = ConnectionMultiplexer.Connect(\"a\"); _db = _c.GetDatabase(); } public void Dispose() => _db.Multiplexer.Dispose();")]
    [InlineData("private readonly Task<ConnectionMultiplexer> _c = ConnectionMultiplexer.ConnectAsync(\"a\"); public void Dispose() => _c.ContinueWith(t => t.Result.Dispose());")]
    [InlineData("private readonly List<IDisposable> _owned = new(); private readonly ConnectionMultiplexer _c; public Store() { _c = ConnectionMultiplexer.Connect(\"a\"); _owned.Add(_c); } public void Dispose() => _owned.ForEach(o => o.Dispose());")]
    [InlineData("private readonly Dictionary<string, ConnectionMultiplexer> _all = new(); public void Open(string k) { if (!_all.TryGetValue(k, out var c)) { c = ConnectionMultiplexer.Connect(k); _all.Add(k, c); } } public ConnectionMultiplexer? Take(string k) => _all.Remove(k, out var c) ? c : null; public void Dispose() { }")]
    [InlineData("private readonly Queue<ConnectionMultiplexer> _all = new(); public Store() => _all.Enqueue(ConnectionMultiplexer.Connect(\"a\")); public bool TryTake(out ConnectionMultiplexer? c) => _all.TryDequeue(out c); public void Dispose() { }")]
    public Task ClosedSomewhere_IsSilent(string members) => VerifyAsync(members, "IDisposable");

    [Theory]
    [InlineData("private static readonly ConnectionMultiplexer s_c = ConnectionMultiplexer.Connect(\"a\");")]
    [InlineData("private static readonly Store s_instance = new(); private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\"); private Store() { }")]
    [InlineData("public static Store Instance { get; } = new(); private readonly ConnectionMultiplexer _c; private Store() => _c = ConnectionMultiplexer.Connect(\"a\");")]
    [InlineData("private static readonly Lazy<Store> s_instance = new(() => new Store()); private readonly ConnectionMultiplexer _c = ConnectionMultiplexer.Connect(\"a\");")]
    [InlineData("private readonly IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c;")]
    [InlineData("private readonly IConnectionMultiplexer _c; public Store(Func<IConnectionMultiplexer> open) => _c = open();")]
    [InlineData("private readonly Func<ConnectionMultiplexer> _open = () => ConnectionMultiplexer.Connect(\"a\");")]
    [InlineData("public Func<string, Task<IConnectionMultiplexer>> Open { get; set; } = Default; public static async Task<IConnectionMultiplexer> Default(string to) => await ConnectionMultiplexer.ConnectAsync(to);")]
    public Task ProcessLifeOrBorrowed_IsSilent(string members) => VerifyAsync(members, "object");

    [Theory]
    [InlineData("public void Dispose() { Redis.ContinueWith(opened => opened.Result.Dispose()); }")]
    [InlineData("public void Dispose() { if (Redis.IsCompleted) { var opened = Redis.Result; opened.Dispose(); } }")]
    [InlineData("public async void Dispose() => await (await Redis.ConfigureAwait(false)).CloseAsync();")]
    [InlineData("public void Dispose() => Redis.GetAwaiter().GetResult().Dispose();")]
    public Task TaskThatADerivedTypeOrAnotherCloses_IsSilent(string closing) => AllRules.VerifyAsync(
        $$"""
        using System;
        using System.Threading.Tasks;
        using StackExchange.Redis;

        public abstract class Store
        {
            protected readonly Task<ConnectionMultiplexer> Redis = ConnectionMultiplexer.ConnectAsync("a");
        }

        public sealed class Orders : Store, IDisposable
        {
            {{closing}}
        }
        """);

    [Fact]
    public Task Message_AndPlaceOfAnInitialiser() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        public class Store
        {
            private readonly ConnectionMultiplexer {|#0:_redis = ConnectionMultiplexer.Connect("localhost")|};

            public IDatabase Database => _redis.GetDatabase();
        }
        """,
        setup: null,
        Expect("'Store' opens the connection in '_redis' and never closes it: the type can't be disposed; implement IDisposable and close it there"));

    [Fact]
    public Task PartialTypeThatClosesInAnotherFile_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        public sealed partial class Store
        {
            private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("localhost");
        }
        """,
        new() { Files = [("Store.Disposal.cs", "public sealed partial class Store : IDisposable { public void Dispose() => _redis.Dispose(); }")] });

    [Fact]
    public Task BaseTypeThatCloses_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public abstract class Owner : IDisposable
        {
            protected IConnectionMultiplexer? Connection { get; set; }

            public void Dispose() => Connection?.Dispose();
        }

        public class Store : Owner
        {
            public Store() => Connection = ConnectionMultiplexer.Connect("localhost");
        }
        """);

    [Fact]
    public Task DerivedTypeThatCloses_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public abstract class Owner
        {
            protected ConnectionMultiplexer Connection { get; } = ConnectionMultiplexer.Connect("localhost");
        }

        public sealed class Store : Owner, IDisposable
        {
            public void Dispose() => Connection.Dispose();
        }
        """);

    [Fact]
    public Task Message_OfADisposalThatForgets() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        public sealed class Store : IDisposable
        {
            private readonly ConnectionMultiplexer _redis;

            public Store(string configuration) => _redis = {|#0:ConnectionMultiplexer.Connect(configuration)|};

            public void Dispose() => Console.WriteLine(_redis.IsConnected);
        }
        """,
        setup: null,
        DiagnosticResult.CompilerWarning("RG1003").WithLocation(0).WithMessage("'Store' opens the connection in '_redis' and never closes it: the type's disposal doesn't close it; close it there"));

    [Fact]
    public Task NestedOwner_ClosedByTheOuterType_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Pool : IDisposable
        {
            private readonly List<Slot> _slots = new();

            public void Add(string configuration) => _slots.Add(new Slot { Connection = ConnectionMultiplexer.Connect(configuration) });

            public void Dispose()
            {
                foreach (var slot in _slots)
                {
                    slot.Connection!.Dispose();
                }
            }

            private sealed class Slot
            {
                public ConnectionMultiplexer? Connection { get; set; }
            }
        }
        """);

    [Fact]
    public Task RecordsAndStructs_AreOwnersToo() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public record Session(string Name)
        {
            public IConnectionMultiplexer {|RG1003:Redis { get; } = ConnectionMultiplexer.Connect("localhost")|};
        }

        public readonly struct Handle
        {
            private readonly ConnectionMultiplexer _redis;

            public Handle(string configuration) => _redis = {|RG1003:ConnectionMultiplexer.Connect(configuration)|};

            public bool IsOpen => _redis.IsConnected;
        }
        """);

    [Fact]
    public Task HalfTypedOwner_IsReportedOnce() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        public class Store
        {
            private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect("localhost")|}

            public void M(
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string members, string @base) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        public class Store : {{@base}}
        {
            {{members}}
        }

        static class Disposer
        {
            public static void Close(IDisposable? d) => d?.Dispose();
            public static void DisposeAll(params IDisposable?[] all) { foreach (var d in all) { d?.Dispose(); } }
        }
        """);

    private static DiagnosticResult Expect(string message)
        => DiagnosticResult.CompilerWarning("RG1003").WithLocation(0).WithMessage(message);

    [Fact]
    public Task ConnectionThatMayBeGiven_NeedsAFlag() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        public class Store
        {
            private readonly IConnectionMultiplexer _redis;

            public Store(string configuration, IConnectionMultiplexer? given = null) => _redis = given ?? {|#0:ConnectionMultiplexer.Connect(configuration)|};

            public bool IsConnected => _redis.IsConnected;
        }

        public sealed class Careful : IDisposable
        {
            private readonly IConnectionMultiplexer _redis;
            private readonly bool _owns;

            public Careful(string configuration, IConnectionMultiplexer? given = null)
            {
                _owns = given is null;
                _redis = given ?? ConnectionMultiplexer.Connect(configuration);
            }

            public void Dispose()
            {
                if (_owns)
                {
                    _redis.Dispose();
                }
            }
        }
        """,
        new TestSetup(),
        Expect("'Store' opens the connection in '_redis' and never closes it: the type can't be disposed; implement IDisposable and close it there, where a flag says that it was opened here and not given"));
}

using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>A connection that leaves the code that opened it is somebody else's: RG1002 says nothing.</summary>
public class RG1002EscapeTests
{
    [Theory]
    [InlineData("_field = c;")]
    [InlineData("this._field = c;")]
    [InlineData("(_field, var x) = (c, 1);")]
    [InlineData("s_field = c;")]
    [InlineData("Interlocked.Exchange(ref s_field, c);")]
    [InlineData("if (Interlocked.CompareExchange(ref s_field, c, null) != null) { c.Dispose(); }")]
    [InlineData("Volatile.Write(ref s_field, c);")]
    [InlineData("var alias = c; alias = s_field = c;")]
    [InlineData("if (flag) { _field = c; } else { c.Dispose(); }")]
    [InlineData("try { _field = c; } catch { c.Dispose(); throw; }")]
    public Task StoredInAField_IsSilent(string rest) => VerifyLocalAsync(rest);

    [Theory]
    [InlineData("Keep(c);")]
    [InlineData("new List<ConnectionMultiplexer>().Add(c);")]
    [InlineData("var list = new List<ConnectionMultiplexer> { c }; Action later = () => list.Clear(); later();")]
    [InlineData("var array = new ConnectionMultiplexer[1]; array[0] = c; Action later = () => Array.Clear(array); later();")]
    [InlineData("var map = new Dictionary<string, ConnectionMultiplexer> { [cs] = c }; IDictionary<string, ConnectionMultiplexer> same = map; same.Clear();")]
    [InlineData("var map = new Dictionary<string, ConnectionMultiplexer>(); map[cs] = c; Action later = () => map.Clear(); later();")]
    [InlineData("var map = new ConcurrentDictionary<string, ConnectionMultiplexer>(); map.TryAdd(cs, c); Action later = () => map.Clear(); later();")]
    [InlineData("var pair = KeyValuePair.Create(cs, c);")]
    [InlineData("var anonymous = new { Connection = c };")]
    [InlineData("var wrapper = new Lazy<ConnectionMultiplexer>(c);")]
    [InlineData("var reference = new WeakReference<ConnectionMultiplexer>(c);")]
    [InlineData("var source = new TaskCompletionSource<ConnectionMultiplexer>(); source.SetResult(c);")]
    [InlineData("var queue = System.Threading.Channels.Channel.CreateUnbounded<ConnectionMultiplexer>(); queue.Writer.TryWrite(c);")]
    [InlineData("new ConcurrentBag<IConnectionMultiplexer>().Add(c);")]
    [InlineData("dynamic d = c; d.Dispose();")]
    [InlineData("dynamic d = c; d.Anything();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => c.Dispose());")]
    [InlineData("ThreadPool.QueueUserWorkItem(state => ((IDisposable)state!).Dispose(), c);")]
    [InlineData("token.Register(() => c.Dispose());")]
    [InlineData("token.Register(c.Dispose);")]
    [InlineData("Action close = () => c.Dispose(); close();")]
    [InlineData("Action close = c.Dispose; close();")]
    [InlineData("Func<ValueTask> close = c.DisposeAsync; await close();")]
    [InlineData("void Close() => c.Dispose(); Close();")]
    [InlineData("void Close() { if (c.IsConnected) { c.Close(); } c.Dispose(); } try { Look(c); } finally { Close(); }")]
    [InlineData("async Task CloseAsync() => await c.CloseAsync(); await CloseAsync();")]
    [InlineData("_ = Task.Run(async () => { await Task.Yield(); c.Dispose(); });")]
    [InlineData("var t = new Thread(() => { Look(c); c.Dispose(); }); t.Start();")]
    [InlineData("var timer = new Timer(_ => c.Dispose(), null, 1000, -1);")]
    [InlineData("await Task.Delay(1).ContinueWith(_ => c.Dispose());")]
    [InlineData("Activator.CreateInstance(typeof(Uri), c);")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => c.Dispose();")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += delegate { c.Close(); };")]
    public Task HandedOn_IsSilent(string rest) => VerifyLocalAsync(rest);

    [Theory]
    [InlineData("public ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("public IConnectionMultiplexer Open() { var c = ConnectionMultiplexer.Connect(Cs); return c; }")]
    [InlineData("public Task<ConnectionMultiplexer> OpenAsync() => ConnectionMultiplexer.ConnectAsync(Cs);")]
    [InlineData("public async Task<ConnectionMultiplexer> OpenAsync() => await ConnectionMultiplexer.ConnectAsync(Cs).ConfigureAwait(false);")]
    [InlineData("public async Task<IConnectionMultiplexer> OpenAsync() { var c = await ConnectionMultiplexer.ConnectAsync(Cs); c.GetDatabase().Ping(); return c; }")]
    [InlineData("public async ValueTask<IConnectionMultiplexer> OpenAsync() => await ConnectionMultiplexer.ConnectAsync(Cs);")]
    [InlineData("public Task<IConnectionMultiplexer> OpenAsync() => Task.FromResult<IConnectionMultiplexer>(ConnectionMultiplexer.Connect(Cs));")]
    [InlineData("public ValueTask<ConnectionMultiplexer> OpenAsync() => new(ConnectionMultiplexer.ConnectAsync(Cs));")]
    [InlineData("public object Open() => ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("public IDisposable Open() => ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("public (ConnectionMultiplexer, IDatabase) Open() { var c = ConnectionMultiplexer.Connect(Cs); return (c, c.GetDatabase()); }")]
    [InlineData("public ConnectionMultiplexer? Open(bool flag) => flag ? ConnectionMultiplexer.Connect(Cs) : null;")]
    [InlineData("public ConnectionMultiplexer Open(int n) => n switch { 0 => ConnectionMultiplexer.Connect(Cs), _ => throw new ArgumentException(nameof(n)) };")]
    [InlineData("public IConnectionMultiplexer Open(IConnectionMultiplexer? c) => c ?? ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("public void Open(out ConnectionMultiplexer c) => c = ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("public void Open(ref ConnectionMultiplexer? c) => c = ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("public bool TryOpen(out ConnectionMultiplexer? c) { c = null; var n = ConnectionMultiplexer.Connect(Cs); if (!n.IsConnected) { n.Dispose(); return false; } c = n; return true; }")]
    [InlineData("public IEnumerable<IConnectionMultiplexer> Open() { yield return ConnectionMultiplexer.Connect(Cs); }")]
    [InlineData("public async IAsyncEnumerable<IConnectionMultiplexer> OpenAsync() { yield return await ConnectionMultiplexer.ConnectAsync(Cs); }")]
    [InlineData("public IConnectionMultiplexer[] Open() => new[] { ConnectionMultiplexer.Connect(Cs), ConnectionMultiplexer.Connect(Cs) };")]
    [InlineData("public IConnectionMultiplexer[] Open() => Enumerable.Range(0, 4).Select(_ => ConnectionMultiplexer.Connect(Cs)).ToArray();")]
    [InlineData("public Task<ConnectionMultiplexer[]> OpenAsync() => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ConnectionMultiplexer.ConnectAsync(Cs)));")]
    [InlineData("public Task<ConnectionMultiplexer[]> OpenAsync() => Task.WhenAll(ConnectionMultiplexer.ConnectAsync(Cs), ConnectionMultiplexer.ConnectAsync(Cs));")]
    [InlineData("public Func<ConnectionMultiplexer> Opener() => () => ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("public Func<Task<ConnectionMultiplexer>> Opener() => async () => await ConnectionMultiplexer.ConnectAsync(Cs);")]
    [InlineData("public Lazy<ConnectionMultiplexer> Opener() => new(() => ConnectionMultiplexer.Connect(Cs));")]
    [InlineData("public ConnectionMultiplexer Open(int n) { try { return ConnectionMultiplexer.Connect(Cs); } catch (RedisConnectionException) when (n > 0) { return Open(n - 1); } }")]
    [InlineData("public IConnectionMultiplexer Open() { IConnectionMultiplexer? c = null; try { c = ConnectionMultiplexer.Connect(Cs); c.GetDatabase().Ping(); var r = c; c = null; return r; } finally { c?.Dispose(); } }")]
    [InlineData("public IConnectionMultiplexer Open() { var c = ConnectionMultiplexer.Connect(Cs); try { c.GetDatabase().Ping(); return c; } catch { c.Dispose(); throw; } }")]
    public Task Returned_IsSilent(string member) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Factory
        {
            private const string Cs = "localhost";

            {{member}}
        }
        """);

    [Fact]
    public Task RefLocals_AreSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Refs
        {
            private static ConnectionMultiplexer? s_connection;

            public void CloseThroughARef()
            {
                var connection = ConnectionMultiplexer.Connect("localhost");
                ref var same = ref connection;
                same.Dispose();
            }

            public void KeepThroughARef()
            {
                var connection = ConnectionMultiplexer.Connect("localhost");
                ref var field = ref s_connection;
                field = connection;
            }
        }
        """);

    [Fact]
    public Task HandedToAWrapper_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        sealed class Session(IConnectionMultiplexer connection) : IDisposable
        {
            public void Dispose() => connection.Dispose();

            public static Session Open(string configuration)
            {
                var opened = ConnectionMultiplexer.Connect(configuration);
                return new Session(opened);
            }

            public static void Use(string configuration)
            {
                using var session = new Session(ConnectionMultiplexer.Connect(configuration));
            }
        }
        """);

    [Fact]
    public Task ViewHandedToAWrapper_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Store
        {
            private readonly IDatabase _database;

            public Store(IDatabase database) => _database = database;

            public static Store Open(string configuration)
            {
                var connection = ConnectionMultiplexer.Connect(configuration);
                return new Store(connection.GetDatabase());
            }
        }
        """);

    [Fact]
    public Task ObjectInitialiser_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Holder
        {
            public IConnectionMultiplexer? Connection { get; set; }
        }

        static class Holders
        {
            public static Holder Open() => new Holder { Connection = ConnectionMultiplexer.Connect("localhost") };

            public static Holder OpenLater()
            {
                var connection = ConnectionMultiplexer.Connect("localhost");
                var holder = new Holder();
                holder.Connection = connection;
                return holder;
            }
        }
        """);

    [Fact]
    public Task StoredThroughAnIndexer_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connections
        {
            private readonly Dictionary<string, IConnectionMultiplexer> _byName = new();

            public IConnectionMultiplexer this[string name]
            {
                get => _byName[name];
                set => _byName[name] = value;
            }

        }

        class Opener(Connections connections)
        {
            public void Add(string name)
            {
                var connection = ConnectionMultiplexer.Connect(name);
                connections[name] = connection;
            }
        }
        """);

    [Fact]
    public Task RegisteredInAContainer_IsSilentOfThisRule() => AllRules.VerifyAsync("""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using StackExchange.Redis;

        static class Registration
        {
            public static async Task AddRedisAsync(IServiceCollection services, string configuration)
            {
                var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
                services.TryAddSingleton<IConnectionMultiplexer>(_ => connection);
                services.AddScoped(_ => connection.GetDatabase());
            }
        }
        """);

    [Fact]
    public Task UsedAsALockAndReturned_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Factory
        {
            public static ConnectionMultiplexer Open(Action<ConnectionMultiplexer> configure)
            {
                var connection = ConnectionMultiplexer.Connect("localhost");
                lock (connection)
                {
                    configure(connection);
                }

                return connection;
            }
        }
        """);

    [Fact]
    public Task CompositeDisposable_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Owner : IDisposable
        {
            private readonly Stack<IDisposable> _owned = new();

            public void Open(string configuration)
            {
                var connection = ConnectionMultiplexer.Connect(configuration);
                _owned.Push(connection);
            }

            public void Dispose()
            {
                while (_owned.TryPop(out var owned))
                {
                    owned.Dispose();
                }
            }
        }
        """);

    private static Task VerifyLocalAsync(string rest)
        => AllRules.VerifyMethodAsync("ConnectionMultiplexer? c = ConnectionMultiplexer.Connect(cs); " + rest);
}

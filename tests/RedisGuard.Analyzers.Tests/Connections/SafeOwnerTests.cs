using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>Types that own a connection well: no rule at all may say a word about them.</summary>
public class SafeOwnerTests
{
    [Theory]
    [InlineData("public void Dispose() => _connection.Dispose();", "IDisposable")]
    [InlineData("public void Dispose() { _connection?.Dispose(); }", "IDisposable")]
    [InlineData("void IDisposable.Dispose() => _connection.Close();", "IDisposable")]
    [InlineData("public void Dispose() { Dispose(true); GC.SuppressFinalize(this); } protected virtual void Dispose(bool disposing) { if (disposing) { _connection.Dispose(); } }", "IDisposable")]
    [InlineData("public ValueTask DisposeAsync() => _connection.DisposeAsync();", "IAsyncDisposable")]
    [InlineData("public async ValueTask DisposeAsync() { await _connection.CloseAsync(); await _connection.DisposeAsync(); }", "IAsyncDisposable")]
    [InlineData("public async ValueTask DisposeAsync() { await DisposeAsyncCore(); GC.SuppressFinalize(this); } protected virtual async ValueTask DisposeAsyncCore() { await _connection.DisposeAsync().ConfigureAwait(false); }", "IAsyncDisposable")]
    [InlineData("public void Dispose() => Shut(); private void Shut() => _connection.Dispose();", "IDisposable")]
    [InlineData("public void Dispose() => Interlocked.Exchange(ref _connection!, null)?.Dispose();", "IDisposable")]
    [InlineData("public void Dispose() { var c = _connection; _connection = null!; c.Dispose(); }", "IDisposable")]
    [InlineData("public void Dispose() { using (_connection) { } }", "IDisposable")]
    [InlineData("public async ValueTask DisposeAsync() { await CastAndDispose(_connection); static async ValueTask CastAndDispose(IDisposable resource) { if (resource is IAsyncDisposable r) { await r.DisposeAsync(); } else { resource.Dispose(); } } }", "IAsyncDisposable")]
    public Task OwnersThatClose(string disposal, string @interface) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        public class Store : {{@interface}}
        {
            private IConnectionMultiplexer _connection = ConnectionMultiplexer.Connect("localhost");

            public IDatabase Database => _connection.GetDatabase();

            {{disposal}}
        }
        """);

    [Fact]
    public Task HostedServiceThatClosesInStop() => AllRules.VerifyAsync("""
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        public class Listener : IHostedService
        {
            private ConnectionMultiplexer? _connection;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                _connection = await ConnectionMultiplexer.ConnectAsync("localhost");
                await _connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("orders"), (_, order) => Console.WriteLine(order));
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                if (_connection != null)
                {
                    await _connection.CloseAsync();
                    await _connection.DisposeAsync();
                }
            }
        }
        """);

    [Fact]
    public Task HandMadePools() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class RoundRobin : IDisposable
        {
            private readonly IConnectionMultiplexer[] _connections;
            private readonly List<Lazy<ConnectionMultiplexer>> _lazy = new();
            private int _next;

            public RoundRobin(string configuration, int size)
            {
                _connections = new IConnectionMultiplexer[size];
                for (var i = 0; i < size; i++)
                {
                    _connections[i] = ConnectionMultiplexer.Connect(configuration);
                    _lazy.Add(new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(configuration)));
                }
            }

            public IDatabase Next() => _connections[(uint)Interlocked.Increment(ref _next) % _connections.Length].GetDatabase();

            public void Dispose()
            {
                foreach (var connection in _connections)
                {
                    connection.Dispose();
                }

                foreach (var lazy in _lazy)
                {
                    if (lazy.IsValueCreated)
                    {
                        lazy.Value.Dispose();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task OwnershipFlag() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Store : IDisposable
        {
            private readonly IConnectionMultiplexer _connection;
            private readonly bool _owns;

            public Store(IConnectionMultiplexer? connection = null)
            {
                _owns = connection is null;
                _connection = connection ?? ConnectionMultiplexer.Connect("localhost");
            }

            public void Dispose()
            {
                if (_owns)
                {
                    _connection.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task GuardedFills() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Store : IAsyncDisposable
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private volatile ConnectionMultiplexer? _connection;

            public async ValueTask<IDatabase> GetDatabaseAsync(CancellationToken token)
            {
                if (_connection is { } ready)
                {
                    return ready.GetDatabase();
                }

                await _gate.WaitAsync(token);
                try
                {
                    _connection ??= await ConnectionMultiplexer.ConnectAsync("localhost");
                    return _connection.GetDatabase();
                }
                finally
                {
                    _gate.Release();
                }
            }

            public async ValueTask DisposeAsync()
            {
                if (_connection is not null)
                {
                    await _connection.DisposeAsync();
                }

                _gate.Dispose();
            }
        }
        """);

    [Fact]
    public Task ReconnectThatSwapsThenCloses() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Reconnecting : IDisposable
        {
            private readonly object _gate = new();
            private ConnectionMultiplexer _connection = ConnectionMultiplexer.Connect("localhost");

            public void ForceReconnect()
            {
                lock (_gate)
                {
                    var old = _connection;
                    _connection = ConnectionMultiplexer.Connect("localhost");
                    old.Close();
                }
            }

            public void ForceReconnectInOneStatement()
            {
                (var old, _connection) = (_connection, ConnectionMultiplexer.Connect("localhost"));
                old.Dispose();
            }

            public void ForceReconnectAtomically()
                => Interlocked.Exchange(ref _connection, ConnectionMultiplexer.Connect("localhost"))?.Dispose();

            public void Dispose() => _connection.Dispose();
        }
        """);

    [Fact]
    public Task ConnectionInABagOfDisposables_BesideItsDatabase() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Store : IDisposable
        {
            private readonly List<IDisposable> _disposables = [];
            private readonly IDatabase _database;

            public Store()
            {
                var connection = ConnectionMultiplexer.Connect("localhost");
                _disposables.Add(connection);
                _database = connection.GetDatabase();
            }

            public void Use() => _database.Ping();

            public void Dispose() => _disposables.ForEach(disposable => disposable.Dispose());
        }
        """);

    [Fact]
    public Task FirstFillThatNobodyRacesFor() => AllRules.VerifyAsync("""
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        public sealed class Poller : BackgroundService
        {
            private ConnectionMultiplexer? _connection;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    _connection ??= await ConnectionMultiplexer.ConnectAsync("localhost");
                    await _connection.GetDatabase().PingAsync();
                }
            }

            public override void Dispose()
            {
                _connection?.Dispose();
                base.Dispose();
            }
        }

        public sealed class Session : IAsyncDisposable
        {
            private ConnectionMultiplexer? _connection;

            public async Task ConnectAsync()
            {
                if (_connection is not null)
                {
                    throw new InvalidOperationException("Already connected.");
                }

                _connection = await ConnectionMultiplexer.ConnectAsync("localhost");
            }

            public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? default;
        }
        """);
}

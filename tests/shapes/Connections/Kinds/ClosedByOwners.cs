// Whose a kept connection is: what the type's own factory opened for a private constructor is the type's; a copy of what another type keeps isn't.
using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Kinds.ClosedByOwners.Reconnecting
{
    public sealed class Reconnecting : IDisposable
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly string _configuration;
        private ConnectionMultiplexer _redis;

        private Reconnecting(string configuration, ConnectionMultiplexer redis)
        {
            _configuration = configuration;
            _redis = redis;
        }

        public static async Task<Reconnecting> OpenAsync(string configuration)
            => new(configuration, await ConnectionMultiplexer.ConnectAsync(configuration));

        public async Task ForceReconnectAsync()
        {
            await _gate.WaitAsync();
            try
            {
                var old = _redis;
                try
                {
                    await old.CloseAsync();
                }
                catch (RedisException)
                {
                }

                Interlocked.Exchange(ref _redis, await ConnectionMultiplexer.ConnectAsync(_configuration));
            }
            finally
            {
                _gate.Release();
            }
        }

        public void Dispose() => _redis.Dispose();
    }

    public sealed class Resettable
    {
        private readonly IConnectionMultiplexer _redis;

        private Resettable(IConnectionMultiplexer redis) => _redis = redis;

        public static Resettable Create(string host) => new(ConnectionMultiplexer.Connect(host));

        public void Reset() => _redis.Close();
    }

    // Anybody may call this constructor with what isn't his to give.
    public sealed class Wrapped
    {
        private readonly IConnectionMultiplexer _redis;

        public Wrapped(IConnectionMultiplexer redis) => _redis = redis;

        public void Reset() => _redis.Close(); // expect: RG1007
    }
}

namespace Kinds.ClosedByOwners.Copies
{
    public static class Shared
    {
        private static readonly ConcurrentDictionary<string, ConnectionMultiplexer> s_all = new();
        private static readonly object s_gate = new();

        private static readonly Lazy<ConnectionMultiplexer> s_main = new(() => ConnectionMultiplexer.Connect("main,abortConnect=false"));

        public static ConnectionMultiplexer Main => s_main.Value;

        public static ConnectionMultiplexer Get(string name)
        {
            lock (s_gate)
            {
                if (!s_all.TryGetValue(name, out ConnectionMultiplexer? found))
                {
                    found = ConnectionMultiplexer.Connect(name);
                    s_all[name] = found;
                }

                return found;
            }
        }
    }

    public sealed class Listener(string name) : IDisposable
    {
        private IConnectionMultiplexer? _redis;

        public void Start()
        {
            _redis = Shared.Get(name);
            _redis.GetDatabase().Ping();
        }

        public void Dispose() => CloseIt(_redis!);

        private static void CloseIt(IConnectionMultiplexer existing)
        {
            existing.Close(); // expect: RG1007
            existing.Dispose(); // allow: RG1007
        }
    }

    public sealed class Reader : IDisposable
    {
        private readonly IConnectionMultiplexer _redis = Shared.Get("a");

        public string? Get(string key) => _redis.GetDatabase().StringGet(key);

        public void Dispose() => _redis.Dispose(); // expect: RG1007
    }

    public sealed class Writer : IAsyncDisposable
    {
        private readonly IConnectionMultiplexer _redis;

        public Writer(string name) => _redis = Shared.Get(name);

        public Task SetAsync(string key, string value) => _redis.GetDatabase().StringSetAsync(key, value);

        public async ValueTask DisposeAsync()
        {
            await _redis.CloseAsync(); // expect: RG1007
        }
    }

    public sealed class OfMain : IDisposable
    {
        private readonly IConnectionMultiplexer _redis = Shared.Main;

        public string? Get(string key) => _redis.GetDatabase().StringGet(key);

        public void Dispose() => _redis.Dispose(); // expect: RG1007
    }

    // It ends when the process does.
    public sealed class Host : IHostedService
    {
        private IConnectionMultiplexer? _redis;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _redis = Shared.Get("a");
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken) => await _redis!.CloseAsync();
    }

    public sealed class OnlyOne : IDisposable
    {
        private readonly IConnectionMultiplexer _redis = Shared.Get("b");

        public string? Get(string key) => _redis.GetDatabase().StringGet(key);

        public void Dispose() => _redis.Dispose();
    }

    public static class Setup
    {
        public static void Add(IServiceCollection services) => services.AddSingleton<OnlyOne>();
    }

    // Filled from each other: nobody can tell, and the look ends.
    public sealed class Swapped : IDisposable
    {
        private IConnectionMultiplexer? _current;
        private IConnectionMultiplexer? _spare;

        public void Swap()
        {
            var held = _current;
            _current = _spare;
            _spare = held;
            _current = _spare ?? held;
        }

        public void Dispose() => _current?.Dispose();
    }

    // Its own, through the same kind of helper.
    public sealed class Owner(string name) : IDisposable
    {
        private IConnectionMultiplexer? _redis;

        public void Start() => _redis = ConnectionMultiplexer.Connect(name);

        public void Dispose() => CloseIt(_redis!);

        private static void CloseIt(IConnectionMultiplexer existing) => existing.Close();
    }
}

// A flag that is set with the fill asks what a null test asks; it guards as little.
using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.Flags
{
    public sealed class SetBefore : IDisposable
    {
        private ConnectionMultiplexer? _redis;
        private bool _isOpen;

        public ConnectionMultiplexer Get(string configuration)
        {
            if (_isOpen)
            {
                return _redis!;
            }

            _isOpen = true;
            return _redis = ConnectionMultiplexer.Connect(configuration); // expect: RG1006
        }

        public void Dispose() => _redis?.Dispose();
    }

    public static class SetBehind
    {
        private static ConnectionMultiplexer? s_redis;
        private static bool s_isOpen;

        public static async Task<IDatabase> Database(string configuration)
        {
            if (!s_isOpen)
            {
                s_redis = await ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1006
                s_isOpen = true;
            }

            return s_redis!.GetDatabase();
        }
    }

    public sealed class AskedBeforeTheLock : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _redis;
        private bool _isOpen;

        public IDatabase Database(string configuration)
        {
            if (!_isOpen)
            {
                lock (_gate)
                {
                    _redis = ConnectionMultiplexer.Connect(configuration); // expect: RG1006|RG1004
                    _isOpen = true;
                }
            }

            return _redis!.GetDatabase();
        }

        public void Dispose()
        {
            _isOpen = false;
            _redis?.Dispose();
        }
    }

    public sealed class AskedInside : IDisposable
    {
        private readonly SemaphoreSlim _one = new(1, 1);
        private ConnectionMultiplexer? _redis;
        private volatile bool _isOpen;

        public async Task<IDatabase> Database(string configuration)
        {
            if (!_isOpen)
            {
                await _one.WaitAsync();
                try
                {
                    if (!_isOpen)
                    {
                        _redis = await ConnectionMultiplexer.ConnectAsync(configuration);
                        _isOpen = true;
                    }
                }
                finally
                {
                    _one.Release();
                }
            }

            return _redis!.GetDatabase();
        }

        public void Dispose()
        {
            _redis?.Dispose();
            _one.Dispose();
        }
    }

    public sealed class FirstFill : IDisposable
    {
        private ConnectionMultiplexer? _redis;
        private bool _isStarted;

        public void Start(string configuration)
        {
            if (_isStarted)
            {
                return;
            }

            _redis = ConnectionMultiplexer.Connect(configuration);
            _isStarted = true;
        }

        public void Dispose() => _redis?.Dispose();
    }

    public sealed class OtherFlag : IDisposable
    {
        private readonly Lazy<ConnectionMultiplexer> _redis;
        private bool _isDisposed;
        private bool _isLogged;

        public OtherFlag(string configuration) => _redis = new(() => ConnectionMultiplexer.Connect(configuration));

        public IDatabase Database()
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(OtherFlag));
            }

            if (!_isLogged)
            {
                Console.WriteLine("first");
                _isLogged = true;
            }

            return _redis.Value.GetDatabase();
        }

        public void Dispose()
        {
            _isDisposed = true;
            if (_redis.IsValueCreated)
            {
                _redis.Value.Dispose();
            }
        }
    }

    public sealed class TakenBackByAHandler : IDisposable
    {
        private readonly object _gate = new();
        private readonly ConfigurationOptions _options;
        private volatile ConnectionMultiplexer? _redis;
        private volatile bool _isOpen;

        public TakenBackByAHandler(ConfigurationOptions options) => _options = options;

        public IDatabase Database()
        {
            EnsureOpen();
            return _redis!.GetDatabase();
        }

        private void EnsureOpen()
        {
            if (_isOpen)
            {
                return;
            }

            lock (_gate)
            {
                if (_isOpen)
                {
                    return;
                }

                _redis = ConnectionMultiplexer.Connect(_options); // expect: RG1004
                _redis.ConnectionRestored += (_, _) => _isOpen = true;
                _redis.ConnectionFailed += (_, _) => _isOpen = false;
                _isOpen = true;
            }
        }

        public void Dispose() => _redis?.Dispose();
    }

    public sealed class TakenBackByAMethod : IDisposable
    {
        private readonly SemaphoreSlim _one = new(1, 1);
        private ConnectionMultiplexer? _redis;
        private bool _isUp;

        public async Task<IDatabase> Database(string configuration)
        {
            await _one.WaitAsync();
            try
            {
                if (!_isUp)
                {
                    _redis = await ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1004
                    _redis.ConnectionFailed += OnFailed;
                    _isUp = true;
                }

                return _redis!.GetDatabase();
            }
            finally
            {
                _one.Release();
            }
        }

        private void OnFailed(object? sender, ConnectionFailedEventArgs e) => _isUp = false;

        public void Dispose()
        {
            _redis?.Dispose();
            _one.Dispose();
        }
    }

    public static class TakenBackByAnybody
    {
        private static readonly object s_gate = new();
        private static IConnectionMultiplexer? s_redis;
        private static bool s_isOpen;

        public static void Forget()
        {
            lock (s_gate)
            {
                s_isOpen = false;
            }
        }

        public static IDatabase Database(string configuration)
        {
            lock (s_gate)
            {
                if (!s_isOpen)
                {
                    s_redis = ConnectionMultiplexer.Connect(configuration); // expect: RG1004
                    s_isOpen = true;
                }

                return s_redis!.GetDatabase();
            }
        }
    }

    public sealed class ClosedBeforeTheFill : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _redis;
        private bool _isOpen;

        public IDatabase Database(string configuration)
        {
            lock (_gate)
            {
                if (!_isOpen)
                {
                    _redis?.Dispose();
                    _redis = ConnectionMultiplexer.Connect(configuration);
                    _redis.ConnectionFailed += (_, _) => _isOpen = false;
                    _isOpen = true;
                }

                return _redis!.GetDatabase();
            }
        }

        public void Dispose() => _redis?.Dispose();
    }

    public sealed class ClosedWithTheFlag : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _redis;
        private bool _isOpen;

        public IDatabase Database(string configuration)
        {
            lock (_gate)
            {
                if (!_isOpen)
                {
                    _redis = ConnectionMultiplexer.Connect(configuration);
                    _isOpen = true;
                }

                return _redis!.GetDatabase();
            }
        }

        public void Reset()
        {
            lock (_gate)
            {
                Drop();
                _isOpen = false;
            }
        }

        private void Drop()
        {
            _redis?.Dispose();
            _redis = null;
        }

        public void Dispose() => Drop();
    }

    public sealed class TakenBackByItsOwnCatch : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _redis;
        private bool _isOpen;

        public TakenBackByItsOwnCatch() => _isOpen = false;

        public IDatabase Database(string configuration)
        {
            lock (_gate)
            {
                if (!_isOpen)
                {
                    try
                    {
                        _redis = ConnectionMultiplexer.Connect(configuration);
                        _isOpen = true;
                    }
                    catch
                    {
                        _isOpen = false;
                        throw;
                    }
                }

                return _redis!.GetDatabase();
            }
        }

        public void Dispose() => _redis?.Dispose();
    }

    public sealed class OnlyALamp : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _redis;
        private bool _isUp;

        public bool IsUp => _isUp;

        public IDatabase Database(string configuration)
        {
            lock (_gate)
            {
                if (_redis == null)
                {
                    _redis = ConnectionMultiplexer.Connect(configuration);
                    _redis.ConnectionFailed += (_, _) => _isUp = false;
                    _isUp = true;
                }

                return _redis.GetDatabase();
            }
        }

        public void Dispose() => _redis?.Dispose();
    }
}

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
}

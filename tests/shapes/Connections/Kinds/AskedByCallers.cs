// The caller of a private helper asks, the helper fills: who asks outside of the lock lets a second one in.
using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.AskedByCallers
{
    public sealed class Prices(string host) : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _redis;

        public IDatabase Database => (_redis ?? Open()).GetDatabase();

        public void Dispose() => _redis?.Dispose();

        private ConnectionMultiplexer Open()
        {
            lock (_gate)
            {
                return _redis = ConnectionMultiplexer.Connect(host); // expect: RG1006
            }
        }
    }

    public sealed class Stock(string host) : IDisposable
    {
        private ConnectionMultiplexer? _redis;

        public long Count(string item)
        {
            if (_redis is null)
            {
                OpenConnection();
            }

            return _redis!.GetDatabase().ListLength(item);
        }

        public void Dispose() => _redis?.Dispose();

        private void OpenConnection() => _redis = ConnectionMultiplexer.Connect(host); // expect: RG1006
    }

    public sealed class Orders(string host) : IDisposable
    {
        private ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(host);

        public async Task<long> CountAsync()
        {
            if (!_redis.IsConnected)
            {
                await ReopenAsync();
            }

            return await _redis.GetDatabase().ListLengthAsync("orders");
        }

        public void Dispose() => _redis.Dispose();

        private async Task ReopenAsync() => _redis = await ConnectionMultiplexer.ConnectAsync(host); // expect: RG1004
    }

    // The cures.
    public sealed class PricesAskedAgain(string host) : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _redis;

        public IDatabase Database => (_redis ?? Open()).GetDatabase();

        public void Dispose() => _redis?.Dispose();

        private ConnectionMultiplexer Open()
        {
            lock (_gate)
            {
                return _redis ??= ConnectionMultiplexer.Connect(host);
            }
        }
    }

    public sealed class StockUnderLock(string host) : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _redis;

        public long Count(string item)
        {
            lock (_gate)
            {
                if (_redis is null)
                {
                    OpenConnection();
                }
            }

            return _redis!.GetDatabase().ListLength(item);
        }

        public void Dispose() => _redis?.Dispose();

        private void OpenConnection() => _redis = ConnectionMultiplexer.Connect(host);
    }

    public sealed class OrdersClosed(string host) : IDisposable
    {
        private ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(host);

        public async Task<long> CountAsync()
        {
            if (!_redis.IsConnected)
            {
                await _redis.DisposeAsync();
                await ReopenAsync();
            }

            return await _redis.GetDatabase().ListLengthAsync("orders");
        }

        public void Dispose() => _redis.Dispose();

        private async Task ReopenAsync() => _redis = await ConnectionMultiplexer.ConnectAsync(host);
    }

    // Looks like it: only the constructor asks, and nobody else is there yet.
    public sealed class OpenedByConstructor : IDisposable
    {
        private readonly string _host;
        private ConnectionMultiplexer? _redis;

        public OpenedByConstructor(string host, ConnectionMultiplexer? given)
        {
            _host = host;
            if (given is null)
            {
                OpenConnection();
            }
        }

        public bool IsOpen => _redis is { IsConnected: true };

        public void Dispose() => _redis?.Dispose();

        private void OpenConnection() => _redis = ConnectionMultiplexer.Connect(_host);
    }
}

// A lock of the very call keeps nobody out; one that is upgraded is held from its beginning.
using System;
using System.Threading;
using StackExchange.Redis;

namespace Kinds.Gates
{
    public sealed class OwnGate : IDisposable
    {
        private ConnectionMultiplexer? _first;
        private ConnectionMultiplexer? _second;

        public ConnectionMultiplexer First(string configuration)
        {
            lock (new object())
            {
                return _first ??= ConnectionMultiplexer.Connect(configuration); // expect: RG1006
            }
        }

        public ConnectionMultiplexer Second(string configuration)
        {
            var gate = new object();
            lock (gate)
            {
                if (_second == null)
                {
                    _second = ConnectionMultiplexer.Connect(configuration); // expect: RG1006
                }

                return _second;
            }
        }

        public void Dispose()
        {
            _first?.Dispose();
            _second?.Dispose();
        }
    }

    public sealed class Upgraded : IDisposable
    {
        private readonly ReaderWriterLockSlim _lock = new();
        private readonly object _gate = new();
        private ConnectionMultiplexer? _first;
        private ConnectionMultiplexer? _second;
        private ConnectionMultiplexer? _third;

        public ConnectionMultiplexer First(string configuration)
        {
            _lock.EnterUpgradeableReadLock();
            try
            {
                if (_first != null)
                {
                    return _first;
                }

                _lock.EnterWriteLock();
                try
                {
                    return _first = ConnectionMultiplexer.Connect(configuration);
                }
                finally
                {
                    _lock.ExitWriteLock();
                }
            }
            finally
            {
                _lock.ExitUpgradeableReadLock();
            }
        }

        public ConnectionMultiplexer Second(string configuration)
        {
            _lock.EnterReadLock();
            try
            {
                if (_second != null)
                {
                    return _second;
                }
            }
            finally
            {
                _lock.ExitReadLock();
            }

            _lock.EnterWriteLock();
            try
            {
                return _second = ConnectionMultiplexer.Connect(configuration); // expect: RG1006
            }
            finally
            {
                _lock.ExitWriteLock();
            }
        }

        public ConnectionMultiplexer Third(string configuration)
        {
            var gate = _gate;
            lock (gate)
            {
                return _third ??= ConnectionMultiplexer.Connect(configuration);
            }
        }

        public void Dispose()
        {
            _first?.Dispose();
            _second?.Dispose();
            _third?.Dispose();
        }
    }
}

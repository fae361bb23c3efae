// A lock of the very call keeps nobody out, nor does one past which the refused go on; one that is upgraded is held from its beginning.
using System;
using System.Threading;
using System.Threading.Tasks;
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

    public sealed class Refused : IDisposable
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private ConnectionMultiplexer? _first;
        private ConnectionMultiplexer? _second;
        private ConnectionMultiplexer? _third;

        public async Task<ConnectionMultiplexer> FirstAsync(string configuration)
        {
            if (!await _gate.WaitAsync(0))
            {
                Console.WriteLine("somebody else opens it");
            }

            return _first ??= await ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1006
        }

        public ConnectionMultiplexer Second(string configuration)
        {
            if (!_gate.Wait(TimeSpan.FromSeconds(1)))
            {
                if (_second is null)
                {
                    _second = ConnectionMultiplexer.Connect(configuration); // expect: RG1006
                }
            }

            return _second!;
        }

        public ConnectionMultiplexer Third(string configuration)
        {
            if (_gate.Wait(0))
            {
                Console.WriteLine("first");
            }

            if (_third is null)
            {
                _third = ConnectionMultiplexer.Connect(configuration); // expect: RG1006
            }

            return _third;
        }

        public void Dispose()
        {
            _first?.Dispose();
            _second?.Dispose();
            _third?.Dispose();
            _gate.Dispose();
        }
    }

    public sealed class RefusedAndLeaves : IDisposable
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly object _lock = new();
        private ConnectionMultiplexer? _first;
        private ConnectionMultiplexer? _second;
        private ConnectionMultiplexer? _third;

        public async Task<ConnectionMultiplexer> FirstAsync(string configuration)
        {
            if (!await _gate.WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false))
            {
                throw new TimeoutException();
            }

            try
            {
                return _first ??= await ConnectionMultiplexer.ConnectAsync(configuration);
            }
            finally
            {
                _gate.Release();
            }
        }

        public ConnectionMultiplexer? Second(string configuration)
        {
            if (Monitor.TryEnter(_lock))
            {
                try
                {
                    if (_second is null)
                    {
                        _second = ConnectionMultiplexer.Connect(configuration);
                    }
                }
                finally
                {
                    Monitor.Exit(_lock);
                }
            }

            return _second;
        }

        public ConnectionMultiplexer? Third(string configuration)
        {
            if (!_gate.Wait(0))
            {
                return _third;
            }
            else
            {
                _third ??= ConnectionMultiplexer.Connect(configuration);
                _gate.Release();
            }

            return _third;
        }

        public void Dispose()
        {
            _first?.Dispose();
            _second?.Dispose();
            _third?.Dispose();
            _gate.Dispose();
        }
    }
}

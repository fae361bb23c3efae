// An array, or a place in one, that is filled anew while it holds open connections.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StackExchange.Redis;

namespace Kinds.ReplacedArrays
{
    public sealed class Resized : IDisposable
    {
        private ConnectionMultiplexer[] _all;

        public Resized(int count) => _all = Enumerable.Range(0, count).Select(_ => ConnectionMultiplexer.Connect("localhost")).ToArray();

        public void Resize(int count)
        {
            _all = Enumerable.Range(0, count).Select(_ => ConnectionMultiplexer.Connect("localhost")).ToArray(); // expect: RG1004
        }

        public void Dispose() => Array.ForEach(_all, redis => redis.Dispose());
    }

    public sealed class OnePlace : IDisposable
    {
        private readonly ConnectionMultiplexer[] _all;

        public OnePlace(string[] hosts) => _all = hosts.Select(host => ConnectionMultiplexer.Connect(host)).ToArray();

        public void Reconnect(int place, string host)
        {
            _all[place] = ConnectionMultiplexer.Connect(host); // expect: RG1004
        }

        public void Dispose()
        {
            foreach (var redis in _all)
            {
                redis.Dispose();
            }
        }
    }

    public sealed class ResizedWell : IDisposable
    {
        private ConnectionMultiplexer[] _all;

        public ResizedWell(int count) => _all = Enumerable.Range(0, count).Select(_ => ConnectionMultiplexer.Connect("localhost")).ToArray();

        public void Resize(int count)
        {
            var old = _all;
            _all = Enumerable.Range(0, count).Select(_ => ConnectionMultiplexer.Connect("localhost")).ToArray();
            foreach (var redis in old)
            {
                redis.Dispose();
            }
        }

        public void Again(int count)
        {
            Dispose();
            _all = Enumerable.Range(0, count).Select(_ => ConnectionMultiplexer.Connect("localhost")).ToArray();
        }

        public void Dispose()
        {
            foreach (var redis in _all)
            {
                redis.Dispose();
            }
        }
    }

    public sealed class PlaceReplacedWell : IDisposable
    {
        private readonly ConnectionMultiplexer[] _all;

        public PlaceReplacedWell(string[] hosts) => _all = hosts.Select(host => ConnectionMultiplexer.Connect(host)).ToArray();

        public void Reconnect(int place, string host)
        {
            var old = _all[place];
            _all[place] = ConnectionMultiplexer.Connect(host);
            old.Dispose();
        }

        public void Swap(int place, string host) => Interlocked.Exchange(ref _all[place], ConnectionMultiplexer.Connect(host)).Dispose();

        public void Dispose()
        {
            foreach (var redis in _all)
            {
                redis.Dispose();
            }
        }
    }

    public sealed class FilledOnce : IDisposable
    {
        private ConnectionMultiplexer[] _all = Array.Empty<ConnectionMultiplexer>();

        public void Fill(IEnumerable<string> hosts) => _all = hosts.Select(host => ConnectionMultiplexer.Connect(host)).ToArray();

        public void Dispose()
        {
            foreach (var redis in _all)
            {
                redis.Dispose();
            }
        }
    }
}

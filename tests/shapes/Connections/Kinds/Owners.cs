// What closes, and what only looks at, the connection of a type.
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Threading;
using System;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Kinds.Owners.Builders
{
    public sealed class Service(IConnectionMultiplexer mux) : IDisposable { public IDatabase Db => mux.GetDatabase(); public void Dispose() => mux.Dispose(); }
    public sealed class BuilderA
    {
        private IConnectionMultiplexer? _mux;
        public BuilderA Connect(string cs) { _mux = ConnectionMultiplexer.Connect(cs); return this; }
        public Service Build() => new(_mux!);
    }
    public sealed class BuilderB
    {
        private IConnectionMultiplexer? _mux;
        public BuilderB Connect(string cs) { _mux = ConnectionMultiplexer.Connect(cs); return this; }
        public Service Build() { if (_mux is null) throw new InvalidOperationException(); return new Service(_mux); }
    }
    public sealed class BuilderC
    {
        private readonly IConnectionMultiplexer _mux;
        public BuilderC(string cs) => _mux = ConnectionMultiplexer.Connect(cs); // allow: RG1003
        public IConnectionMultiplexer Build() => _mux;
    }
    public sealed class BuilderD
    {
        public IConnectionMultiplexer? Connection { get; private set; }
        public BuilderD Connect(string cs) { Connection = ConnectionMultiplexer.Connect(cs); return this; }
        public Service Build() => new(Connection ?? throw new InvalidOperationException());
    }
}

namespace Kinds.Owners.Parts
{
    public sealed record Holder(ConnectionMultiplexer Mux, IDatabase Db);
    public sealed class A : IDisposable
    {
        private readonly (ConnectionMultiplexer Mux, IDatabase Db) _pair;
        public A(string cs) { var m = ConnectionMultiplexer.Connect(cs); _pair = (m, m.GetDatabase()); }
        public IDatabase Db => _pair.Db;
        public void Dispose() => _pair.Mux.Dispose();
    }
    public sealed class B : IDisposable
    {
        private readonly Lazy<Holder> _lazy;
        public B(string cs) => _lazy = new(() => { var m = ConnectionMultiplexer.Connect(cs); return new Holder(m, m.GetDatabase()); });
        public IDatabase Db => _lazy.Value.Db;
        public void Dispose() { if (_lazy.IsValueCreated) _lazy.Value.Mux.Dispose(); }
    }
    public sealed class C : IDisposable
    {
        private readonly Holder _holder;
        public C(string cs) { var m = ConnectionMultiplexer.Connect(cs); _holder = new Holder(m, m.GetDatabase()); }
        public IDatabase Db => _holder.Db;
        public void Dispose() => _holder.Mux.Dispose();
    }
    public sealed class D : IDisposable
    {
        private readonly IDatabase _db;
        private readonly Action _close;
        public D(string cs) { var m = ConnectionMultiplexer.Connect(cs); _db = m.GetDatabase(); _close = () => m.Dispose(); }
        public IDatabase Db => _db;
        public void Dispose() => _close();
    }
    public sealed class E : IAsyncDisposable
    {
        private readonly IDatabase _db;
        private readonly Func<ValueTask> _close;
        public E(string cs) { var m = ConnectionMultiplexer.Connect(cs); _db = m.GetDatabase(); _close = m.DisposeAsync; }
        public IDatabase Db => _db;
        public ValueTask DisposeAsync() => _close();
    }
    public sealed class Once(Action a) : IDisposable { public void Dispose() => a(); }
    public sealed class F : IDisposable
    {
        private readonly IDatabase _db;
        private readonly IDisposable _closing;
        public F(string cs) { var m = ConnectionMultiplexer.Connect(cs); _db = m.GetDatabase(); _closing = new Once(m.Dispose); }
        public IDatabase Db => _db;
        public void Dispose() => _closing.Dispose();
    }
    public sealed class G : IDisposable
    {
        private readonly Stack<Action> _undo = new();
        private readonly IDatabase _db;
        public G(string cs) { var m = ConnectionMultiplexer.Connect(cs); _undo.Push(m.Dispose); _db = m.GetDatabase(); }
        public IDatabase Db => _db;
        public void Dispose() { while (_undo.TryPop(out var u)) u(); }
    }
    public sealed class H : IDisposable
    {
        private readonly Lazy<KeyValuePair<IConnectionMultiplexer, IDatabase>> _l;
        public H(string cs) => _l = new Lazy<KeyValuePair<IConnectionMultiplexer, IDatabase>>(() => { IConnectionMultiplexer m = ConnectionMultiplexer.Connect(cs); return new(m, m.GetDatabase()); });
        public IDatabase Db => _l.Value.Value;
        public void Dispose() { if (_l.IsValueCreated) _l.Value.Key.Dispose(); }
    }
    public sealed class I : IDisposable
    {
        private readonly Lazy<IDatabase> _db;
        public I(string cs) => _db = new(() => ConnectionMultiplexer.Connect(cs).GetDatabase());
        public IDatabase Db => _db.Value;
        public void Dispose() { if (_db.IsValueCreated) _db.Value.Multiplexer.Dispose(); }
    }
}

namespace Kinds.Owners.Renewing
{
    public class Renewing(string cs)
    {
        private ConnectionMultiplexer _mux = ConnectionMultiplexer.Connect(cs); // expect: RG1003
        public IDatabase Db => _mux.GetDatabase();
        public void Renew()
        {
            var old = _mux;
            _mux = ConnectionMultiplexer.Connect(cs);
            old.Dispose();
        }
    }
    public sealed class Talking(string cs, ILogger<Talking> log) : IDisposable
    {
        private readonly ConnectionMultiplexer _mux = ConnectionMultiplexer.Connect(cs); // expect: RG1003
        public IDatabase Db => _mux.GetDatabase();
        public void Dispose() => log.LogInformation("bye {Mux}", _mux);
    }
    public class Scoped2 : IDisposable
    {
        private readonly ConnectionMultiplexer _mux = ConnectionMultiplexer.Connect("a"); // expect: RG1003
        public IDatabase Db => _mux.GetDatabase();
        public void Dispose() { _mux.GetSubscriber().UnsubscribeAll(); }
    }
}

namespace Kinds.Owners.More
{
    public sealed class O1(string cs, ILogger<O1> log) : IAsyncDisposable
    {
        private IConnectionMultiplexer? _m = ConnectionMultiplexer.Connect(cs); // expect: RG1003
        public IDatabase Db => _m!.GetDatabase();
        public ValueTask DisposeAsync() { log.LogDebug("{R}", _m); _m = null; return default; }
    }
    public sealed class O2(string cs) : IDisposable
    {
        private IConnectionMultiplexer? _m = ConnectionMultiplexer.Connect(cs);
        public IDatabase Db => _m!.GetDatabase();
        public void Dispose() { var m = Interlocked.Exchange(ref _m, null); m?.Dispose(); }
    }
    public sealed class O3(string cs)
    {
        private IConnectionMultiplexer _m = ConnectionMultiplexer.Connect(cs); // expect: RG1003
        public IDatabase Db => _m.GetDatabase();
        public async Task ReopenAsync() { await _m.CloseAsync(); _m = await ConnectionMultiplexer.ConnectAsync(cs); }
    }
    public sealed class O4 : IDisposable
    {
        private readonly KeyValuePair<string, IConnectionMultiplexer> _named;
        public O4(string cs) => _named = new("a", ConnectionMultiplexer.Connect(cs));
        public IDatabase Db => _named.Value.GetDatabase();
        public void Dispose() => _named.Value.Dispose();
    }
    public sealed class O5 : IDisposable
    {
        private readonly List<IDisposable> _all = new();
        private readonly IDatabase _db;
        public O5(string cs) { var m = ConnectionMultiplexer.Connect(cs); _all.Add(m); _db = m.GetDatabase(); }
        public IDatabase Db => _db;
        public void Dispose() { foreach (var d in _all) d.Dispose(); }
    }
    public sealed class O6 : IDisposable
    {
        private readonly Action _end;
        public IDatabase Db { get; }
        public O6(string cs) { var m = ConnectionMultiplexer.Connect(cs); Db = m.GetDatabase(); _end = m.Dispose; }
        public void Dispose() => _end();
    }
    public sealed class Client(IConnectionMultiplexer m, bool x) : IAsyncDisposable { public IDatabase Db => x ? m.GetDatabase() : m.GetDatabase(1); public ValueTask DisposeAsync() => m.DisposeAsync(); }
    public sealed class ClientBuilder
    {
        private ConnectionMultiplexer? _open;
        private bool _x;
        public ClientBuilder WithServer(string cs) { _open = ConnectionMultiplexer.Connect(cs); return this; }
        public ClientBuilder WithX() { _x = true; return this; }
        public Client Create() => new Client(_open ?? throw new InvalidOperationException(), _x);
    }
}

using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1006 where a connection is opened first and then offered to a shared dictionary.</summary>
public class RG1006StoreTests
{
    [Theory]
    [InlineData("if (_all.TryGetValue(key, out var known)) { return known; } var c = {|RG1006:ConnectionMultiplexer.Connect(key)|}; return _all.GetOrAdd(key, c);")]
    [InlineData("if (!_all.TryGetValue(key, out var known)) { known = {|RG1006:ConnectionMultiplexer.Connect(key)|}; _all[key] = known; } return known;")]
    [InlineData("if (!_all.ContainsKey(key)) { _all.TryAdd(key, {|RG1006:ConnectionMultiplexer.Connect(key)|}); } return _all[key];")]
    [InlineData("if (!s_plain.ContainsKey(key)) { s_plain[key] = {|RG1006:ConnectionMultiplexer.Connect(key)|}; } return s_plain[key];")]
    [InlineData("if (!s_plain.TryGetValue(key, out var known)) { known = {|RG1006:ConnectionMultiplexer.Connect(key)|}; s_plain[key] = known; } return known;")]
    [InlineData("if (!_cache.TryGetValue<ConnectionMultiplexer>(key, out var known)) { known = {|RG1006:ConnectionMultiplexer.Connect(key)|}; _cache.Set(key, known); } return known!;")]
    [InlineData("var known = _cache.Get<ConnectionMultiplexer>(key); return known ?? _cache.Set(key, {|RG1006:ConnectionMultiplexer.Connect(key)|}, TimeSpan.FromHours(1));")]
    public Task LoserOfTheRace_IsReported(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData("var c = ConnectionMultiplexer.Connect(key); if (!_all.TryAdd(key, c)) { c.Dispose(); c = _all[key]; } return c;")]
    [InlineData("var c = ConnectionMultiplexer.Connect(key); var kept = _all.GetOrAdd(key, c); if (!ReferenceEquals(kept, c)) { c.Dispose(); } return kept;")]
    [InlineData("lock (_all) { if (!_all.TryGetValue(key, out var known)) { known = ConnectionMultiplexer.Connect(key); _all[key] = known; } return known; }")]
    [InlineData("var c = ConnectionMultiplexer.Connect(key); _plain[key] = c; return c;")]
    [InlineData("lock (s_plain) { if (!s_plain.ContainsKey(key)) { s_plain[key] = ConnectionMultiplexer.Connect(key); } return s_plain[key]; }")]
    [InlineData("if (!_plain.ContainsKey(key)) { _plain[key] = ConnectionMultiplexer.Connect(key); } return _plain[key];")]
    [InlineData("lock (_all) { if (!_cache.TryGetValue<ConnectionMultiplexer>(key, out var known)) { known = ConnectionMultiplexer.Connect(key); _cache.Set(key, known); } return known!; }")]
    [InlineData("return _cache.Set(key, ConnectionMultiplexer.Connect(key));")]
    public Task LoserThatIsClosed_OrNoRace_IsSilent(string statements) => VerifyAsync(statements);

    private static Task VerifyAsync(string statements) => AllRules.VerifyAsync($$"""
        using System.Collections.Concurrent;
        using Microsoft.Extensions.Caching.Memory;
        using StackExchange.Redis;

        public class Connections(IMemoryCache cache)
        {
            private readonly IMemoryCache _cache = cache;
            private readonly ConcurrentDictionary<string, ConnectionMultiplexer> _all = new();
            private readonly Dictionary<string, ConnectionMultiplexer> _plain = new();
            private static readonly Dictionary<string, ConnectionMultiplexer> s_plain = new();

            public ConnectionMultiplexer Get(string key)
            {
                {{statements}}
            }
        }
        """);
}

using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1006 where a connection is opened first and then offered to a concurrent dictionary.</summary>
public class RG1006StoreTests
{
    [Theory]
    [InlineData("if (_all.TryGetValue(key, out var known)) { return known; } var c = {|RG1006:ConnectionMultiplexer.Connect(key)|}; return _all.GetOrAdd(key, c);")]
    [InlineData("if (!_all.TryGetValue(key, out var known)) { known = {|RG1006:ConnectionMultiplexer.Connect(key)|}; _all[key] = known; } return known;")]
    [InlineData("if (!_all.ContainsKey(key)) { _all.TryAdd(key, {|RG1006:ConnectionMultiplexer.Connect(key)|}); } return _all[key];")]
    public Task LoserOfTheRace_IsReported(string statements) => VerifyAsync(statements);

    [Theory]
    [InlineData("var c = ConnectionMultiplexer.Connect(key); if (!_all.TryAdd(key, c)) { c.Dispose(); c = _all[key]; } return c;")]
    [InlineData("var c = ConnectionMultiplexer.Connect(key); var kept = _all.GetOrAdd(key, c); if (!ReferenceEquals(kept, c)) { c.Dispose(); } return kept;")]
    [InlineData("lock (_all) { if (!_all.TryGetValue(key, out var known)) { known = ConnectionMultiplexer.Connect(key); _all[key] = known; } return known; }")]
    [InlineData("var c = ConnectionMultiplexer.Connect(key); _plain[key] = c; return c;")]
    public Task LoserThatIsClosed_OrNoRace_IsSilent(string statements) => VerifyAsync(statements);

    private static Task VerifyAsync(string statements) => AllRules.VerifyAsync($$"""
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        public class Connections
        {
            private readonly ConcurrentDictionary<string, ConnectionMultiplexer> _all = new();
            private readonly Dictionary<string, ConnectionMultiplexer> _plain = new();

            public ConnectionMultiplexer Get(string key)
            {
                {{statements}}
            }
        }
        """);
}

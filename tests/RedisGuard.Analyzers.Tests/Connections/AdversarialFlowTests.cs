using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>Flows in which a connection takes an unusual way and arrives all the same.</summary>
public class AdversarialFlowTests
{
    [Theory]
    [InlineData("public IConnectionMultiplexer M() { IConnectionMultiplexer? c = null; foreach (var e in new[] { \"a\", \"b\" }) { try { c = ConnectionMultiplexer.Connect(e); break; } catch (RedisConnectionException) { } } return c ?? throw new InvalidOperationException(); }")]
    [InlineData("public IConnectionMultiplexer M() { foreach (var e in new[] { \"a\", \"b\" }) { var c = ConnectionMultiplexer.Connect(e); if (c.IsConnected) { return c; } c.Dispose(); } throw new InvalidOperationException(); }")]
    [InlineData("public IConnectionMultiplexer? M() { try { var c = ConnectionMultiplexer.Connect(\"a\"); try { c.GetDatabase().Ping(); return c; } catch { c.Dispose(); return null; } } catch (RedisConnectionException) { return null; } }")]
    [InlineData("public IConnectionMultiplexer M() { var c = ConnectionMultiplexer.Connect(\"a\"); using (var w = new StringWriter()) { c.GetStatus(w); return c; } }")]
    [InlineData("public IConnectionMultiplexer M(bool b) { var c = b ? ConnectionMultiplexer.Connect(\"a\") : ConnectionMultiplexer.Connect(\"b\"); c.PreserveAsyncOrderIfNeeded(); return c; }")]
    [InlineData("public IConnectionMultiplexer M() { var c = ConnectionMultiplexer.Connect(\"a\"); return Configure(c); } private static IConnectionMultiplexer Configure(IConnectionMultiplexer c) { c.ConnectionFailed += (_, _) => { }; return c; }")]
    [InlineData("public IConnectionMultiplexer M() => Configure(ConnectionMultiplexer.Connect(\"a\")); private static T Configure<T>(T c) where T : IConnectionMultiplexer { c.ErrorMessage += (_, _) => { }; return c; }")]
    [InlineData("public async Task<IDatabase> M(Dictionary<string, IConnectionMultiplexer> all) { if (!all.TryGetValue(\"a\", out var c)) { all[\"a\"] = c = await ConnectionMultiplexer.ConnectAsync(\"a\"); } return c.GetDatabase(); }")]
    [InlineData("public IDatabase M(Dictionary<string, IConnectionMultiplexer> all) { ref var c = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(all, \"a\", out var there); if (!there) { c = ConnectionMultiplexer.Connect(\"a\"); } return c!.GetDatabase(); }")]
    [InlineData("public void M(Action<IConnectionMultiplexer> use) { IConnectionMultiplexer c = ConnectionMultiplexer.Connect(\"a\"); use.Invoke(c); }")]
    [InlineData("public void M(ICollection<IDisposable> owned) { var c = ConnectionMultiplexer.Connect(\"a\"); owned.Add(c); c.GetDatabase().Ping(); }")]
    [InlineData("public Task<IConnectionMultiplexer> M() { var s = new TaskCompletionSource<IConnectionMultiplexer>(); _ = Task.Run(async () => { try { s.SetResult(await ConnectionMultiplexer.ConnectAsync(\"a\")); } catch (Exception e) { s.SetException(e); } }); return s.Task; }")]
    [InlineData("public async Task<IConnectionMultiplexer> M() { var c = default(IConnectionMultiplexer); await Task.Run(() => { c = ConnectionMultiplexer.Connect(\"a\"); }); return c!; }")]
    [InlineData("public IConnectionMultiplexer M() { IConnectionMultiplexer? c = null; var t = new Thread(() => c = ConnectionMultiplexer.Connect(\"a\")); t.Start(); t.Join(); return c!; }")]
    [InlineData("public IConnectionMultiplexer M() { void Open(out IConnectionMultiplexer o) => o = ConnectionMultiplexer.Connect(\"a\"); Open(out var c); return c; }")]
    [InlineData("public IConnectionMultiplexer M() { var (c, _) = Pair(); return c; } private static (IConnectionMultiplexer, int) Pair() => (ConnectionMultiplexer.Connect(\"a\"), 1);")]
    [InlineData("public IConnectionMultiplexer M() { var pair = (Connection: ConnectionMultiplexer.Connect(\"a\"), Name: \"a\"); return pair.Connection; }")]
    [InlineData("public IConnectionMultiplexer M() { var all = new IConnectionMultiplexer[2]; for (var i = 0; i < 2; i++) { all[i] = ConnectionMultiplexer.Connect(\"a\"); } return all[0]; }")]
    [InlineData("public IAsyncDisposable M() { var c = ConnectionMultiplexer.Connect(\"a\"); return c; }")]
    [InlineData("public object M() { var c = ConnectionMultiplexer.Connect(\"a\"); return new { Connection = c, Database = c.GetDatabase() }; }")]
    [InlineData("public Func<Task> M() { var c = ConnectionMultiplexer.Connect(\"a\"); return async () => { await c.GetDatabase().PingAsync(); await c.DisposeAsync(); }; }")]
    [InlineData("public IDisposable M() { var c = ConnectionMultiplexer.Connect(\"a\"); return new Undo(c.Dispose); } private sealed class Undo(Action a) : IDisposable { public void Dispose() => a(); }")]
    [InlineData("public IConnectionMultiplexer M(CancellationToken t) { var c = ConnectionMultiplexer.Connect(\"a\"); if (t.IsCancellationRequested) { c.Dispose(); t.ThrowIfCancellationRequested(); } return c; }")]
    [InlineData("public async Task<IConnectionMultiplexer> M(SemaphoreSlim s) { await s.WaitAsync(); try { return await ConnectionMultiplexer.ConnectAsync(\"a\"); } finally { s.Release(); } }")]
    [InlineData("public async Task<T> M<T>(Func<IDatabase, Task<T>> f) { await using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(\"a\")|}; return await f(c.GetDatabase()); }")]
    [InlineData("public async Task<T> M<T>(Func<IDatabase, T> f) { var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(\"a\")|}; try { return f(c.GetDatabase()); } finally { await c.CloseAsync(); } }")]
    [InlineData("public IEnumerable<string> M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; foreach (var k in c.GetServer(\"a\", 1).Keys()) { yield return k.ToString(); } }")]
    [InlineData("public async Task<long> M() { await using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(\"a\")|}; var d = c.GetDatabase(); var tasks = new List<Task<bool>>(); foreach (var k in new[] { \"a\" }) { tasks.Add(d.KeyDeleteAsync(k)); } return (await Task.WhenAll(tasks)).LongLength; }")]
    [InlineData("public async Task M() { await using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(\"a\")|}; var t = c.GetDatabase().CreateTransaction(); _ = t.StringSetAsync(\"k\", \"v\"); await t.ExecuteAsync(); }")]
    [InlineData("public string M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; return $\"{c.GetDatabase().StringGet(\"k\")}\"; }")]
    [InlineData("public void M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; c.GetSubscriber().Publish(RedisChannel.Literal(\"c\"), \"m\", CommandFlags.FireAndForget); }")]
    public Task Connection_ArrivesAllTheSame(string member) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        public class C
        {
            {{member}}
        }

        static class Ext
        {
            public static void PreserveAsyncOrderIfNeeded(this IConnectionMultiplexer c) => Console.WriteLine(c.ClientName);
        }
        """);
}

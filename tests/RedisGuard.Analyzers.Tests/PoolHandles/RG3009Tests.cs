using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.PoolHandles;

/// <summary>RG3009, RedisGuard handle is not disposed.</summary>
public class RG3009Tests
{
    private static readonly TestSetup WithPool = new() { Pool = true };

    [Theory]
    [InlineData("var lease = await {|RG3009:pool.RentAsync()|}; await lease.Database.StringSetAsync(\"k\", 1);")]
    [InlineData("var lease = await {|RG3009:pool.RentAsync(token)|}.ConfigureAwait(false); await lease.Database.PingAsync();")]
    [InlineData("_ = await {|RG3009:pool.RentAsync()|};")]
    [InlineData("await {|RG3009:pool.RentAsync()|};")]
    [InlineData("_ = {|RG3009:pool.RentAsync()|};")]
    [InlineData("var lease = {|RG3009:pool.RentAsync()|}.AsTask().Result; lease.Database.StringSet(\"k\", 1);")]
    [InlineData("await (await {|RG3009:pool.RentAsync()|}).Database.StringSetAsync(\"k\", 1);")]
    [InlineData("var db = (await {|RG3009:pool.RentAsync()|}).Database; await db.StringSetAsync(\"k\", 1);")]
    [InlineData("var subscription = await {|RG3009:pool.SubscribeAsync(channel, _ => { })|};")]
    [InlineData("await {|RG3009:pool.SubscribeAsync(channel, _ => Task.CompletedTask)|};")]
    [InlineData("var dedicated = await {|RG3009:RedisPool.ConnectDedicatedAsync(\"localhost\")|}; await dedicated.Database.PingAsync();")]
    [InlineData("var lease = await {|RG3009:pool.RentAsync()|}; if (flag) { return; } await lease.DisposeAsync();")]
    [InlineData("var lease = await {|RG3009:pool.RentAsync()|}; if (flag) { throw new InvalidOperationException(); } lease.Dispose();")]
    [InlineData("while (flag) { var lease = await {|RG3009:pool.RentAsync()|}; await lease.Database.PingAsync(); }")]
    [InlineData("var lease = await {|RG3009:pool.RentAsync()|}; await UseAsync(lease.Database);")]
    [InlineData("Func<Task<RedisValue>> read = async () => { var lease = await {|RG3009:pool.RentAsync(token)|}; return await lease.Database.StringGetAsync(\"k\"); }; await read();")]
    [InlineData("async Task One() { var lease = await {|RG3009:pool.RentAsync()|}; await lease.Database.PingAsync(); } await One();")]
    [InlineData("try { var lease = await {|RG3009:pool.RentAsync()|}; await lease.Database.PingAsync(); await lease.DisposeAsync(); } catch (RedisException e) { Console.WriteLine(e); }")]
    [InlineData("foreach (var key in new[] { \"a\", \"b\" }) { var lease = await {|RG3009:pool.RentAsync()|}; if (!await lease.Database.KeyExistsAsync(key)) { continue; } await lease.DisposeAsync(); }")]
    [InlineData("RedisLease lease = await {|RG3009:pool.RentAsync()|}; switch (flag) { case true: await lease.DisposeAsync(); break; default: break; }")]
    [InlineData("var subscription = await {|RG3009:pool.SubscribeAsync(channel, _ => { })|}; await Task.Delay(Timeout.Infinite, token); Console.WriteLine(subscription.IsActive);")]
    [InlineData("var connection = (await {|RG3009:RedisPool.ConnectDedicatedAsync(\"localhost\")|}).Connection; await connection.GetDatabase().PingAsync();")]
    public Task NotDisposed_IsReported(string statements) => VerifyMethod(statements);

    [Theory]
    [InlineData("await using var lease = await pool.RentAsync(); await lease.Database.PingAsync();")]
    [InlineData("await using (var lease = await pool.RentAsync()) { await lease.Database.PingAsync(); }")]
    [InlineData("var lease = await pool.RentAsync(); await using (lease.ConfigureAwait(false)) { await lease.Database.PingAsync(); }")]
    [InlineData("using var lease = await pool.RentAsync(); await lease.Database.PingAsync();")]
    [InlineData("var lease = await pool.RentAsync(); try { await lease.Database.PingAsync(); } finally { await lease.DisposeAsync(); }")]
    [InlineData("var lease = await pool.RentAsync(); try { await lease.Database.PingAsync(); lease.Dispose(); } catch { lease.Abandon(); throw; }")]
    [InlineData("var lease = await pool.RentAsync(); if (flag) { lease.Abandon(); } else { await lease.DisposeAsync(); }")]
    [InlineData("await using var subscription = await pool.SubscribeAsync(channel, _ => { });")]
    [InlineData("var subscription = await pool.SubscribeAsync(channel, _ => { }); await subscription.DisposeAsync();")]
    [InlineData("await using var dedicated = await RedisPool.ConnectDedicatedAsync(\"localhost\"); await dedicated.Database.PingAsync();")]
    [InlineData("_subscription = await pool.SubscribeAsync(channel, _ => { });")]
    [InlineData("_all.Add(await pool.SubscribeAsync(channel, _ => { }));")]
    [InlineData("var lease = await pool.RentAsync(); token.Register(() => lease.Dispose());")]
    [InlineData("var lease = await pool.RentAsync(); await CloseAsync(lease);")]
    [InlineData("using (await pool.RentAsync()) { await Task.Yield(); }")]
    [InlineData("RedisLease? lease = null; try { lease = await pool.RentAsync(token); await lease.Database.PingAsync(); } finally { if (lease is not null) { await lease.DisposeAsync(); } }")]
    [InlineData("var leases = await Task.WhenAll(pool.RentAsync().AsTask(), pool.RentAsync().AsTask()); try { await UseAsync(leases[0].Database); } finally { foreach (var lease in leases) { await lease.DisposeAsync(); } }")]
    [InlineData("var leases = new List<RedisLease>(); try { for (int i = 0; i < 3; i++) { leases.Add(await pool.RentAsync()); } } finally { leases.ForEach(lease => lease.Dispose()); }")]
    [InlineData("var renting = pool.RentAsync(); await using var lease = await renting; await lease.Database.PingAsync();")]
    [InlineData("var lease = await pool.RentAsync(); await using var owner = new Owner(lease); await Task.Yield();")]
    [InlineData("var lease = await pool.RentAsync(); try { await lease.Database.PingAsync(); } finally { await Back(); } ValueTask Back() => lease.DisposeAsync();")]
    [InlineData("await using var both = new Owner(await pool.RentAsync()); await Task.Yield();")]
    [InlineData("async Task<RedisLease> Rent() => await pool.RentAsync(); await using var lease = await Rent();")]
    public Task DisposedOrHandedOn_IsSilent(string statements) => VerifyMethod(statements);

    [Fact]
    public Task ReturnedHandle_IsTheCallers() => AllRules.VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class Renter(RedisPool pool)
        {
            public ValueTask<RedisLease> Rent() => pool.RentAsync();
            public async Task<RedisLease> RentAsync() => await pool.RentAsync();
            public async Task<IDatabase> Lose() => (await {|RG3009:pool.RentAsync()|}).Database;
            public async Task UseAsync() => await (await {|RG3009:RentAsync()|}).Database.PingAsync();
        }
        """,
        WithPool);

    [Fact]
    public Task Message_NamesTheHandle() => AllRules.VerifyAsync(
        """
        using RedisGuard.Pool;

        class Renter(RedisPool pool)
        {
            public async Task UseAsync()
            {
                var lease = await {|#0:pool.RentAsync()|};
                await lease.Database.PingAsync();
            }

            public async Task DropAsync() => await {|#1:pool.SubscribeAsync(default, _ => { })|};
        }
        """,
        WithPool,
        new DiagnosticResult(Descriptors.HandleNotDisposed).WithLocation(0)
            .WithArguments("lease", "in 'lease'", "never disposed", "declare it with 'await using'"),
        new DiagnosticResult(Descriptors.HandleNotDisposed).WithLocation(1)
            .WithArguments("subscription", "of 'SubscribeAsync'", "never disposed", "declare it with 'await using'"));

    [Theory]
    [InlineData("public void Dispose() { }", "RG3009")]
    [InlineData("public void Dispose() => Console.WriteLine(\"bye\");", "RG3009")]
    [InlineData("public void Dispose() => _lease?.Dispose();", "")]
    [InlineData("public void Dispose() => _lease?.Abandon();", "")]
    [InlineData("public void Dispose() => End(_lease); private static void End(IDisposable? one) => one?.Dispose();", "")]
    [InlineData("public RedisLease? Take() => _lease; public void Dispose() { }", "")]
    public Task HandleInAField_IsItsOwnersToDispose(string members, string id) => AllRules.VerifyAsync(
        $$"""
        using RedisGuard.Pool;
        using StackExchange.Redis;

        public sealed class Session(RedisPool pool) : IDisposable
        {
            private RedisLease? _lease;

            public async Task OpenAsync() => _lease = await {{(id.Length == 0 ? "pool.RentAsync()" : $"{{|{id}:pool.RentAsync()|}}")}};

            public Task PingAsync() => _lease!.Database.PingAsync();

            {{members}}
        }
        """,
        WithPool);

    [Fact]
    public Task LookAlikeWithoutThePool_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        sealed class RedisLease : IDisposable { public void Dispose() { } }
        sealed class Pool { public ValueTask<RedisLease> RentAsync() => default; }
        class Renter { public async Task UseAsync(Pool pool) { var lease = await pool.RentAsync(); } }
        """);

    private static Task VerifyMethod(string statements) => AllRules.VerifyAsync(
        $$"""
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class Worker
        {
            private RedisSubscription? _subscription;
            private readonly List<RedisSubscription> _all = new();

            public async Task M(RedisPool pool, RedisChannel channel, bool flag, CancellationToken token)
            {
                await Task.Yield();
                {{statements}}
            }

            public bool IsActive => _subscription?.IsActive ?? false;
            private static Task UseAsync(IDatabase db) => db.PingAsync();
            private static async Task CloseAsync(RedisLease lease) => await lease.DisposeAsync();

            private sealed class Owner(RedisLease lease) : IAsyncDisposable
            {
                public ValueTask DisposeAsync() => lease.DisposeAsync();
            }
        }
        """,
        WithPool);
}

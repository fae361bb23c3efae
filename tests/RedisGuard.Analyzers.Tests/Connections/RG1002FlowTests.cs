using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1002 along the paths of a method: branches, loops, handlers, jumps. What is closed on every path is RG1001 here.</summary>
public class RG1002FlowTests
{
    [Theory]
    [InlineData("if (flag) { return; } c.Dispose();")]
    [InlineData("if (flag) { c.Dispose(); }")]
    [InlineData("if (flag) { c.Dispose(); } else { Look(c); }")]
    [InlineData("switch (cs.Length) { case 0: c.Dispose(); break; case 1: await c.DisposeAsync(); break; }")]
    [InlineData("for (var i = 0; i < 3; i++) { if (flag) { return; } } c.Close();")]
    [InlineData("while (flag) { if (token.IsCancellationRequested) { return; } } await c.CloseAsync();")]
    [InlineData("if (flag) { goto end; } c.Dispose(); end: Console.WriteLine();")]
    [InlineData("try { Look(c); } catch (RedisException) { c.Dispose(); }")]
    [InlineData("_ = flag ? 1 : throw new InvalidOperationException(); c.Dispose();")]
    [InlineData("var n = cs ?? throw new ArgumentNullException(nameof(cs)); c.Dispose();")]
    [InlineData("if (flag) { throw new InvalidOperationException(); } c.Dispose();")]
    [InlineData("try { if (flag) { throw new InvalidOperationException(); } } finally { Console.WriteLine(); } c.Dispose();")]
    [InlineData("if (c.IsConnected) { c.Dispose(); }")]
    [InlineData("if (flag) { _field = c; }")]
    [InlineData("_field ??= c;")]
    [InlineData("if (flag) { s_field = c; return; } Look(c);")]
    public Task ClosedOnSomePathsOnly_IsReported(string rest)
        => AllRules.VerifyMethodAsync("var c = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; " + rest);

    [Theory]
    [InlineData("c.Dispose();")]
    [InlineData("c.Close();")]
    [InlineData("c.Close(false);")]
    [InlineData("await c.CloseAsync();")]
    [InlineData("await c.DisposeAsync();")]
    [InlineData("await c.DisposeAsync().ConfigureAwait(false);")]
    [InlineData("c.DisposeAsync().AsTask().Wait();")]
    [InlineData("c?.Dispose();")]
    [InlineData("if (c != null) { c.Dispose(); }")]
    [InlineData("if (c is not null) { c.Dispose(); }")]
    [InlineData("if (c is { } open) { open.Dispose(); }")]
    [InlineData("if (c is IDisposable d) { d.Dispose(); }")]
    [InlineData("(c as IDisposable)?.Dispose();")]
    [InlineData("((IDisposable)c).Dispose();")]
    [InlineData("await ((IAsyncDisposable)c).DisposeAsync();")]
    [InlineData("IConnectionMultiplexer i = c; i.Dispose();")]
    [InlineData("IDisposable d = c; d.Dispose();")]
    [InlineData("object o = c; ((IDisposable)o).Dispose();")]
    [InlineData("var alias = c; alias.Dispose();")]
    [InlineData("var db = c.GetDatabase(); db.Multiplexer.Dispose();")]
    [InlineData("c.GetDatabase().Multiplexer.Close();")]
    [InlineData("c.GetServers()[0].Multiplexer.Dispose();")]
    [InlineData("var s = c.GetSubscriber(); await s.Multiplexer.CloseAsync();")]
    [InlineData("try { Look(c); } finally { c.Dispose(); }")]
    [InlineData("try { Look(c); return; } finally { c.Dispose(); }")]
    [InlineData("try { if (flag) { return; } Look(c); } finally { await c.DisposeAsync(); }")]
    [InlineData("try { try { Look(c); } finally { Console.WriteLine(); } } finally { c.Dispose(); }")]
    [InlineData("try { Look(c); } catch (RedisException e) { Console.WriteLine(e); throw; } finally { c.Dispose(); }")]
    [InlineData("try { Look(c); } catch (RedisException e) when (flag) { throw new InvalidOperationException(\"\", e); } finally { c.Dispose(); }")]
    [InlineData("try { Look(c); } catch { c.Dispose(); throw; } c.Dispose();")]
    [InlineData("try { Look(c); } catch (Exception) { c.Dispose(); return; } c.Dispose();")]
    [InlineData("if (flag) { c.Dispose(); return; } Look(c); c.Dispose();")]
    [InlineData("if (flag) { c.Dispose(); throw new InvalidOperationException(); } c.Dispose();")]
    [InlineData("switch (cs.Length) { case 0: c.Dispose(); break; default: c.Close(); break; }")]
    [InlineData("for (var i = 0; i < 3; i++) { if (flag) { break; } } c.Close();")]
    [InlineData("foreach (var e in c.GetEndPoints()) { if (flag) { continue; } Console.WriteLine(e); } c.Close();")]
    [InlineData("do { Look(c); } while (flag); c.Dispose();")]
    [InlineData("while (true) { if (flag) { break; } } c.Dispose();")]
    [InlineData("again: Look(c); if (flag) { goto again; } c.Dispose();")]
    [InlineData("lock (cs) { c.Dispose(); }")]
    [InlineData("c.Dispose(); c.Dispose();")]
    public Task ClosedOnEveryPath_IsChurnAndNoLeak(string rest)
        => AllRules.VerifyMethodAsync("var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; " + rest);

    [Theory]
    [InlineData("using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("using ConnectionMultiplexer c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; if (flag) { throw new InvalidOperationException(); }")]
    [InlineData("using IConnectionMultiplexer c = {|RG1001:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("using (var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}) { Look(c); }")]
    [InlineData("using ({|RG1001:ConnectionMultiplexer.Connect(cs)|}) { }")]
    [InlineData("var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; using (c) { Look(c); }")]
    [InlineData("using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|};")]
    [InlineData("using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}.ConfigureAwait(false);")]
    [InlineData("using var c = {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}.Result;")]
    [InlineData("using var c = {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}.GetAwaiter().GetResult();")]
    [InlineData("await using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("await using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|};")]
    [InlineData("await using (var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}) { Look(c); }")]
    [InlineData("var t = {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}; using var c = await t;")]
    [InlineData("using (var a = {|RG1001:ConnectionMultiplexer.Connect(cs)|}) using (var b = {|RG1001:ConnectionMultiplexer.Connect(cs)|}) { Look(a); Look(b); }")]
    [InlineData("using ConnectionMultiplexer a = {|RG1001:ConnectionMultiplexer.Connect(cs)|}, b = {|RG1001:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}; await using var _ = c.ConfigureAwait(false);")]
    [InlineData("var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}; await using (c.ConfigureAwait(false)) { Look(c); }")]
    public Task Using_IsChurnAndNoLeak(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("var c = flag ? {|RG1002:ConnectionMultiplexer.Connect(cs)|} : {|RG1002:ConnectionMultiplexer.Connect(\"b\")|};")]
    [InlineData("var c = flag ? {|RG1002:ConnectionMultiplexer.Connect(cs)|} : null; Console.WriteLine(c?.IsConnected);")]
    [InlineData("var c = cs switch { \"a\" => {|RG1002:ConnectionMultiplexer.Connect(cs)|}, _ => {|RG1002:ConnectionMultiplexer.Connect(\"b\")|} };")]
    [InlineData("var c = other ?? {|RG1002:ConnectionMultiplexer.Connect(cs)|}; Look(c);")]
    [InlineData("ConnectionMultiplexer? c = null; c ??= {|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("ConnectionMultiplexer? c = null; if (flag) { c = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; }")]
    [InlineData("ConnectionMultiplexer c; try { c = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; } catch (RedisConnectionException) { return; } Look(c);")]
    [InlineData("var (a, b) = ({|RG1002:ConnectionMultiplexer.Connect(cs)|}, {|RG1002:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("ConnectionMultiplexer a, b; (a, b) = ({|RG1002:ConnectionMultiplexer.Connect(cs)|}, {|RG1002:ConnectionMultiplexer.Connect(cs)|});")]
    [InlineData("if ({|RG1002:ConnectionMultiplexer.Connect(cs)|} is { IsConnected: true } c) { Look(c); }")]
    [InlineData("if ({|RG1002:ConnectionMultiplexer.Connect(cs)|} is var c) { Look(c); }")]
    public Task ConditionallyOpened_IsReported(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("ConnectionMultiplexer? c = null; try { c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; Look(c); } finally { c?.Dispose(); }")]
    [InlineData("ConnectionMultiplexer? c = null; try { c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}; } finally { if (c != null) { await c.DisposeAsync(); } }")]
    [InlineData("ConnectionMultiplexer? c = null; try { if (flag) { c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; } } finally { c?.Dispose(); }")]
    [InlineData("ConnectionMultiplexer? c = null; if (flag) { c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; } c?.Dispose();")]
    [InlineData("using var c = flag ? {|RG1001:ConnectionMultiplexer.Connect(cs)|} : {|RG1001:ConnectionMultiplexer.Connect(\"b\")|};")]
    [InlineData("using var c = flag ? {|RG1001:ConnectionMultiplexer.Connect(cs)|} : null;")]
    [InlineData("(ConnectionMultiplexer a, ConnectionMultiplexer b) = ({|RG1001:ConnectionMultiplexer.Connect(cs)|}, {|RG1001:ConnectionMultiplexer.Connect(cs)|}); a.Dispose(); b.Dispose();")]
    public Task ConditionallyOpenedAndClosed_IsNoLeak(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("ConnectionMultiplexer? c = null; if (flag) { c = ConnectionMultiplexer.Connect(cs); } Look(other!); if (flag) { c!.Dispose(); }")]
    [InlineData("var owns = other is null; var c = other ?? ConnectionMultiplexer.Connect(cs); try { Look(c); } finally { if (owns) { c.Dispose(); } }")]
    [InlineData("var c = other; if (c is null) { c = ConnectionMultiplexer.Connect(cs); } try { Look(c); } finally { if (c != other) { c.Dispose(); } }")]
    [InlineData("var c = other ?? ConnectionMultiplexer.Connect(cs); _field = c;")]
    public Task CorrelatedConditions_AreNotTakenApart(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("for (var i = 0; i < 5; i++) { c = {|RG1004:ConnectionMultiplexer.Connect(cs)|}; if (c.IsConnected) { break; } } c?.Dispose();")]
    [InlineData("while (c is null || !c.IsConnected) { c = {|RG1004:ConnectionMultiplexer.Connect(cs)|}; } c.Dispose();")]
    [InlineData("do { c = await {|RG1004:ConnectionMultiplexer.ConnectAsync(cs)|}; } while (!c.IsConnected); _field = c;")]
    [InlineData("foreach (var x in cs) { c = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; }")]
    [InlineData("again: c = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; if (!c.IsConnected) { goto again; } c.Dispose();")]
    [InlineData("while (flag) { var m = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; if (m.IsConnected) { continue; } m.Dispose(); }")]
    public Task AcquiredAgainWhileOpen_IsReported(string loop)
        => AllRules.VerifyMethodAsync("ConnectionMultiplexer? c = null; " + loop);

    [Theory]
    [InlineData("for (var i = 0; i < 5; i++) { c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; Look(c); c.Dispose(); }")]
    [InlineData("foreach (var x in cs) { using var m = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; Look(m); }")]
    [InlineData("while (flag) { try { c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; Look(c); } finally { c?.Dispose(); } }")]
    [InlineData("while (flag) { await using var m = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}; if (m.IsConnected) { break; } }")]
    public Task ClosedInEachTurn_IsChurnAndNoLeak(string loop)
        => AllRules.VerifyMethodAsync("ConnectionMultiplexer? c = null; " + loop);

    [Fact]
    public Task Overwritten_IsReportedWhereItHappens() => AllRules.VerifyMethodAsync("""
        var c = ConnectionMultiplexer.Connect(cs);
        c = {|RG1004:ConnectionMultiplexer.Connect("b")|};
        c.Dispose();
        """);

    [Fact]
    public Task OverwrittenAfterClosing_IsNoLeak() => AllRules.VerifyMethodAsync("""
        var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|};
        c.Dispose();
        c = {|RG1001:ConnectionMultiplexer.Connect("b")|};
        c.Dispose();
        """);

    [Fact]
    public Task NullAssignedWhileOpen_IsReported() => AllRules.VerifyMethodAsync("""
        ConnectionMultiplexer? c = {|RG1002:ConnectionMultiplexer.Connect(cs)|};
        c = null;
        c?.Dispose();
        """);

    [Fact]
    public Task NullConditionalCall_StillLeaks() => AllRules.VerifyMethodAsync("""
        ConnectionMultiplexer? c = {|RG1002:ConnectionMultiplexer.Connect(cs)|};
        c?.GetDatabase()?.StringSet("k", "v");
        """);

    [Fact]
    public Task Unreachable_IsSilent() => AllRules.VerifyMethodAsync("""
        if (false)
        {
            var c = ConnectionMultiplexer.Connect(cs);
        }
        """);

    [Fact]
    public Task EndlessLoop_NeverLeavesTheConnection() => AllRules.VerifyMethodAsync("""
        var c = ConnectionMultiplexer.Connect(cs);
        while (true)
        {
            Look(c);
        }
        """);

    [Fact]
    public Task EnvironmentExit_EndsTheProcess() => AllRules.VerifyMethodAsync("""
        var c = ConnectionMultiplexer.Connect(cs);
        Look(c);
        Environment.Exit(0);
        """);

    [Fact]
    public Task NestedTries_AreRunInOrder() => AllRules.VerifyMethodAsync("""
        ConnectionMultiplexer? c = null;
        try
        {
            try
            {
                c = {|RG1001:ConnectionMultiplexer.Connect(cs)|};
                if (flag)
                {
                    return;
                }

                Look(c);
            }
            catch (RedisConnectionException) when (flag)
            {
                throw new InvalidOperationException();
            }
            catch (Exception exception)
            {
                Console.WriteLine(exception);
                throw;
            }
            finally
            {
                Console.WriteLine("inner");
            }
        }
        finally
        {
            if (c is not null)
            {
                await c.CloseAsync();
                c.Dispose();
            }
        }
        """);

    [Fact]
    public Task RetryWithoutClosingTheFailedOne_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task<ConnectionMultiplexer> ConnectAsync(string configuration)
            {
                for (var attempt = 0; ; attempt++)
                {
                    var connection = await {|RG1002:ConnectionMultiplexer.ConnectAsync(configuration + ",abortConnect=false")|};
                    if (connection.IsConnected)
                    {
                        return connection;
                    }

                    await Task.Delay(TimeSpan.FromSeconds(attempt));
                }
            }
        }
        """);

    [Fact]
    public Task RetryThatClosesTheFailedOne_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task<ConnectionMultiplexer> ConnectAsync(string configuration)
            {
                for (var attempt = 0; ; attempt++)
                {
                    var connection = await ConnectionMultiplexer.ConnectAsync(configuration + ",abortConnect=false");
                    if (connection.IsConnected)
                    {
                        return connection;
                    }

                    await connection.DisposeAsync();
                    await Task.Delay(TimeSpan.FromSeconds(attempt));
                }
            }
        }
        """);

    [Fact]
    public Task RetryOnException_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public ConnectionMultiplexer Connect(string configuration)
            {
                while (true)
                {
                    try
                    {
                        return ConnectionMultiplexer.Connect(configuration);
                    }
                    catch (RedisConnectionException)
                    {
                        Thread.Sleep(100);
                    }
                }
            }
        }
        """);
}

using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1002 on the task of a connection: waits that are given up, races between tasks, tasks that nobody awaits.</summary>
public class RG1002TaskTests
{
    [Fact]
    public Task RaceAgainstADelay_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task<ConnectionMultiplexer> OpenAsync(string configuration)
            {
                var connecting = {|RG1002:ConnectionMultiplexer.ConnectAsync(configuration)|};
                if (await Task.WhenAny(connecting, Task.Delay(2000)) != connecting)
                {
                    throw new TimeoutException();
                }

                return await connecting;
            }
        }
        """);

    [Fact]
    public Task RaceAgainstADelay_ThatReturnsNull_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task<ConnectionMultiplexer?> OpenAsync(string configuration, CancellationToken token)
            {
                Task<ConnectionMultiplexer> connecting = {|RG1002:ConnectionMultiplexer.ConnectAsync(configuration)|};
                Task first = await Task.WhenAny(connecting, Task.Delay(2000, token));
                if (first != connecting)
                {
                    return null;
                }

                return connecting.Result;
            }
        }
        """);

    [Fact]
    public Task RaceWhoseLoserIsClosed_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task<ConnectionMultiplexer> OpenAsync(string configuration)
            {
                var connecting = ConnectionMultiplexer.ConnectAsync(configuration);
                if (await Task.WhenAny(connecting, Task.Delay(2000)) != connecting)
                {
                    _ = connecting.ContinueWith(late => late.Result.Dispose(), TaskContinuationOptions.OnlyOnRanToCompletion);
                    throw new TimeoutException();
                }

                return await connecting;
            }
        }
        """);

    [Fact]
    public Task WaitWithALimit_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task<ConnectionMultiplexer> OpenAsync(string configuration)
                => await {|RG1002:ConnectionMultiplexer.ConnectAsync(configuration)|}.WaitAsync(TimeSpan.FromSeconds(2));
        }
        """);

    [Fact]
    public Task WaitWithALimit_Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Connector
        {
            public async Task<ConnectionMultiplexer> OpenAsync(string configuration, CancellationToken token)
            {
                return await {|#0:ConnectionMultiplexer.ConnectAsync(configuration)|}.WaitAsync(token).ConfigureAwait(false);
            }
        }
        """,
        setup: null,
        DiagnosticResult.CompilerWarning("RG1002").WithLocation(0).WithMessage(
            "The connection opened by 'ConnectionMultiplexer.ConnectAsync' is never closed when the wait for it ends first; open one connection, share it, and let its owner close it"));

    [Fact]
    public Task WaitWithALimitOnAKeptTask_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            private static Task<ConnectionMultiplexer>? _connecting;

            public async Task<ConnectionMultiplexer> OpenAsync(string configuration)
            {
                var connecting = ConnectionMultiplexer.ConnectAsync(configuration);
                _connecting = connecting;
                return await connecting.WaitAsync(TimeSpan.FromSeconds(2));
            }
        }
        """);

    [Fact]
    public Task WaitWithALimitThatClosesLateComers_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task<ConnectionMultiplexer> OpenAsync(string configuration)
            {
                var connecting = ConnectionMultiplexer.ConnectAsync(configuration);
                try
                {
                    return await connecting.WaitAsync(TimeSpan.FromSeconds(2));
                }
                catch (TimeoutException)
                {
                    _ = connecting.ContinueWith(t => t.Result.Dispose(), TaskScheduler.Default);
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task WhenAll_ThatIsReturned_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task<IConnectionMultiplexer[]> OpenAsync(string one, string two)
            {
                var first = ConnectionMultiplexer.ConnectAsync(one);
                var second = ConnectionMultiplexer.ConnectAsync(two);
                await Task.WhenAll(first, second);
                return new IConnectionMultiplexer[] { first.Result, await second };
            }
        }
        """);

    [Fact]
    public Task WhenAll_ThatIsDropped_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task WarmAsync(string one, string two)
            {
                var first = {|RG1002:ConnectionMultiplexer.ConnectAsync(one)|};
                var second = {|RG1002:ConnectionMultiplexer.ConnectAsync(two)|};
                await Task.WhenAll(first, second);
            }
        }
        """);

    [Theory]
    [InlineData("all[0].GetDatabase().Ping();")]
    [InlineData("foreach (var connection in all) { connection.GetDatabase().Ping(); }")]
    public Task WhenAll_ThatIsOnlyUsed_IsReported(string use) => AllRules.VerifyMethodAsync(
        "var all = await Task.WhenAll({|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}, {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}); " + use);

    [Fact]
    public Task WhenAll_ThatIsDeconstructedAndClosed_IsSilentOfThisRule() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Connector
        {
            public async Task WarmAsync(string one, string two)
            {
                var connections = await Task.WhenAll({|RG1001:ConnectionMultiplexer.ConnectAsync(one)|}, {|RG1001:ConnectionMultiplexer.ConnectAsync(two)|});
                foreach (var connection in connections)
                {
                    connection.Dispose();
                }
            }
        }
        """);

    [Theory]
    [InlineData("var t = ConnectionMultiplexer.ConnectAsync(cs); _ = t.ContinueWith(x => s_field = x.Result);")]
    [InlineData("_ = ConnectionMultiplexer.ConnectAsync(cs).ContinueWith(x => s_field = x.Result);")]
    [InlineData("await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}.ContinueWith(x => x.Result.Dispose());")]
    [InlineData("var tasks = new List<Task<ConnectionMultiplexer>>(); tasks.Add(ConnectionMultiplexer.ConnectAsync(cs)); s_kept.AddRange(await Task.WhenAll(tasks));")]
    [InlineData("_field = await ConnectionMultiplexer.ConnectAsync(cs);")]
    [InlineData("_field = ConnectionMultiplexer.ConnectAsync(cs).Result;")]
    [InlineData("_field = await Task.Run(() => ConnectionMultiplexer.Connect(cs));")]
    [InlineData("_field = Task.Run(async () => await ConnectionMultiplexer.ConnectAsync(cs)).GetAwaiter().GetResult();")]
    [InlineData("_field = await Task.Factory.StartNew(() => ConnectionMultiplexer.Connect(cs));")]
    public Task TaskHandedOn_IsSilent(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("await Task.Run(() => {|RG1001:ConnectionMultiplexer.Connect(cs)|}.GetDatabase().Ping());")]
    [InlineData("await Task.Run(async () => { var c = await {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}; await c.GetDatabase().PingAsync(); });")]
    [InlineData("await Task.Run(async () => { await using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}; await c.GetDatabase().PingAsync(); });")]
    public Task OpenedInATask_IsJudgedThere(string statements) => AllRules.VerifyMethodAsync(statements);
}

using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Secrets;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>The library's own commands are none that a tenant left behind.</summary>
public sealed class LibraryCommandTests(RedisFixture redis)
{
    private const int Renewed = 1013;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// On a busy machine the library was still greeting the server on its second socket when a lease came back: that was taken for a
    /// command of the tenant's, and the connection closed. (Seen as a kept database whose lease had no successor on its connection.)
    /// </summary>
    [Fact]
    public async Task CommandUnderWayOnTheSocketForMessages_LeavesTheConnectionForTheNext()
    {
        using var logs = new FakeLoggers();
        await using var proxy = new TcpProxy(redis.Server.Port);
        await using var pool = One($"{proxy.Configuration},protocol=resp2", logs);
        IPhysicalConnection connection;
        await using (var lease = await pool.RentAsync(Cancel))
        {
            connection = lease.Slot.Connection!;
            await Eventually.TrueAsync(() => connection.Multiplexer.GetCounters().Subscription is { Subscriptions: > 0, TotalOutstanding: 0 });
            proxy.ForgetSubscribers();
            connection.Multiplexer.GetSubscriber().PingAsync().Observe();
            await lease.Database.StringSetAsync("library-command", 1);
            Assert.Equal((1, 0), (connection.Outstanding, connection.OutstandingCommands));
        }

        await using var next = await pool.RentAsync(Cancel);
        Assert.Same(connection, next.Slot.Connection);
        Assert.Empty(logs.Of(Renewed));
    }

    /// <summary>
    /// Behind its greeting the library asks the server more, which a short lease of a fresh connection meets, and a PING waits behind BLPOP.
    /// (Seen as 3 of 100 fresh connections that were replaced after one command: its tenant was told to await it.)
    /// </summary>
    [Theory]
    [InlineData("GET library-command-none")]
    [InlineData("BLPOP library-command-none 0.01")]
    public async Task CommandUnderWayBehindTheTenants_LeavesTheConnectionForTheNext(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var logs = new FakeLoggers();
        await using var proxy = new TcpProxy(redis.Server.Port);
        await using var pool = One(proxy.Configuration, logs);
        IPhysicalConnection connection;
        await using (var lease = await pool.RentAsync(Cancel))
        {
            connection = lease.Slot.Connection!;
            var words = command.Split(' ');
            await lease.Database.ExecuteAsync(words[0], [.. words[1..]]);
            proxy.Latency = TimeSpan.FromMilliseconds(250);
            connection.Multiplexer.GetDatabase().PingAsync().Observe();
            Assert.NotEqual(0, connection.OutstandingCommands);
        }

        await using var next = await pool.RentAsync(Cancel);
        Assert.Same(connection, next.Slot.Connection);
        Assert.Empty(logs.Of(Renewed));
    }

    /// <summary>
    /// A refusal that was thrown, a command that waits for nothing in a transaction and one that was never sent counted as given up, and the
    /// connection was closed for it when the library asked something as well.
    /// </summary>
    [Theory]
    [InlineData("refused")]
    [InlineData("transaction")]
    [InlineData("never sent")]
    public async Task BlockingCommandThatWaitsForNothing_LeavesTheConnectionForTheNext(string way)
    {
        using var logs = new FakeLoggers();
        await using var proxy = new TcpProxy(redis.Server.Port);
        await using var pool = One($"{proxy.Configuration},$BRPOP=", logs);
        IPhysicalConnection connection;
        await using (var lease = await pool.RentAsync(Cancel))
        {
            connection = lease.Slot.Connection!;
            await lease.Database.StringSetAsync("library-command", 1);
            await UseAsync(lease.Database, way);
            proxy.Latency = TimeSpan.FromMilliseconds(250);
            connection.Multiplexer.GetDatabase().PingAsync().Observe();
        }

        await using var next = await pool.RentAsync(Cancel);
        Assert.Same(connection, next.Slot.Connection);
        Assert.Empty(logs.Of(Renewed));
    }

    /// <summary>A tenant's own, and one of the library's: nobody can tell them apart, and the tenant's may be a blocking one.</summary>
    [Fact]
    public async Task BlockingCommandThatWasGivenUp_IsToldOf_WhateverTheServerAnswers()
    {
        using var logs = new FakeLoggers();
        await using var pool = One($"127.0.0.1:{redis.Server.Port}", logs);
        IPhysicalConnection connection;
        await using (var lease = await pool.RentAsync(Cancel))
        {
            connection = lease.Slot.Connection!;
            lease.Database.ExecuteAsync("BLPOP", "library-command-none", "0").Observe();
        }

        await using var next = await pool.RentAsync(Cancel);
        Assert.NotSame(connection, next.Slot.Connection);
        Assert.Single(logs.Of(Renewed));
    }

    /// <summary>It has the look of an answered one: its task is complete at once, and a result is there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BlockingCommandThatWasSentAndForgotten_LeavesTheConnectionForNobody(bool isAwaited)
    {
        using var logs = new FakeLoggers();
        await using var pool = One($"127.0.0.1:{redis.Server.Port}", logs);
        IPhysicalConnection connection;
        object[] list = ["library-command-none", "0"];
        await using (var lease = await pool.RentAsync(Cancel))
        {
            connection = lease.Slot.Connection!;
            _ = isAwaited
                ? await lease.Database.ExecuteAsync("BLPOP", list, CommandFlags.FireAndForget)
                : lease.Database.Execute("BLPOP", list, CommandFlags.FireAndForget);
        }

        await using var next = await pool.RentAsync(Cancel);
        Assert.NotSame(connection, next.Slot.Connection);
    }

    private static async Task UseAsync(IDatabase database, string way)
    {
        switch (way)
        {
            case "refused":
                Assert.Throws<RedisServerException>(() => database.Execute("BLPOP", "library-command", "0"));
                break;
            case "never sent":
                await Assert.ThrowsAsync<RedisCommandException>(() => database.ExecuteAsync("BRPOP", "library-command-none", "0"));
                break;
            default:
                var transaction = database.CreateTransaction();
                transaction.AddCondition(Condition.KeyNotExists("library-command"));
                transaction.ExecuteAsync("BLPOP", "library-command-none", "0").Observe();
                Assert.False(await transaction.ExecuteAsync());
                break;
        }
    }

    private RedisPool One(string address, FakeLoggers logs) => new(
        Pools.Real(redis, options =>
        {
            options.Configuration = $"{address},password={Secret.Password}";
            options.MaxConnections = 1;
        }),
        logs,
        new FakeTimeProvider()); // The pool's second doesn't pass, however slow the machine is; the library's timeouts do.
}

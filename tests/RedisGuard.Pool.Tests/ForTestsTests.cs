using NSubstitute;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests;

/// <summary>what docs/testing-pool.md promises: a pool over a connection of the test's own.</summary>
public sealed class ForTestsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PreparedDatabase_IsHandedOutByEveryWay()
    {
        var (connection, database) = Connection();
        await using var pool = RedisPool.ForTests(connection);

        Assert.Equal("hello", await (await pool.GetDatabaseAsync(Cancel)).StringGetAsync("greeting"));
        Assert.Equal("hello", await pool.GetDatabase().StringGetAsync("greeting"));
        Assert.Equal("hello", await pool.ExecuteAsync(static db => db.StringGetAsync("greeting"), Cancel));
        await using (var lease = await pool.RentAsync(Cancel))
        {
            Assert.Equal("hello", await lease.Database.StringGetAsync("greeting"));
        }

        await database.Received(4).StringGetAsync("greeting", Arg.Any<CommandFlags>());
        Assert.Same(connection, await pool.GetConnectionAsync(Cancel));
    }

    [Fact]
    public async Task Limit_IsThePools_AndTheConnectionStaysTheTests()
    {
        var (connection, _) = Connection();
        var pool = RedisPool.ForTests(connection, new RedisPoolOptions { MaxConnections = 1, AcquireTimeout = TimeSpan.FromMilliseconds(20) });
        var held = await pool.RentAsync(Cancel);
        await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => pool.RentAsync(Cancel).AsTask());

        held.Dispose();
        (await pool.RentAsync(Cancel)).Dispose();
        await pool.DisposeAsync();

        await connection.DidNotReceive().CloseAsync(Arg.Any<bool>());
        await connection.DidNotReceive().DisposeAsync();
    }

    [Fact]
    public async Task DatabaseByNumber_IsAskedForByIt()
    {
        var (connection, _) = Connection();
        await using var pool = RedisPool.ForTests(connection);

        await pool.GetDatabaseAsync(7, Cancel);

        connection.Received().GetDatabase(7, Arg.Any<object>());
        Assert.StartsWith("Redis pool 'localhost:6379", pool.ToString(), StringComparison.Ordinal);
    }

    private static (IConnectionMultiplexer Connection, IDatabase Database) Connection()
    {
        var database = Substitute.For<IDatabase>();
        database.StringGetAsync("greeting", Arg.Any<CommandFlags>()).Returns((RedisValue)"hello");
        var connection = Substitute.For<IConnectionMultiplexer>();
        connection.GetDatabase(Arg.Any<int>(), Arg.Any<object>()).Returns(database);
        return (connection, database);
    }
}

using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>What one tenant leaves, the next must not have; what a tenant loses, it must be told.</summary>
public sealed class LeaseSessionTests(RedisFixture redis)
{
    private const string Key = "lease-session";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string[]> Dirt => new()
    {
        { "user", ["AUTH", "default", Secrets.Secret.Password] },
        { "tracking", ["CLIENT", "TRACKING", "ON"] },
        { "no-evict", ["CLIENT", "NO-EVICT", "ON"] },
        { "name", ["CLIENT", "SETNAME", "somebody"] },
        { "database", ["SELECT", "7"] },
        { "transaction", ["MULTI"] },
        { "watch", ["WATCH", Key] },
        { "reply", ["CLIENT", "CACHING", "YES"] },
        { "readonly", ["READONLY"] },
        { "unknown", ["NO.SUCH.COMMAND"] },
    };

    [Theory]
    [MemberData(nameof(Dirt))]
    public async Task WhatACommandMayHaveLeft_IsNotTheNextTenants(string what, string[] command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var logs = new FakeLoggers();
        await using var pool = new RedisPool(One(), logs);
        var before = await UseAsync(pool, async lease =>
        {
            try
            {
                await lease.Database.ExecuteAsync(command[0], [.. command[1..]]);
            }
            catch (RedisServerException)
            {
                // Not known to this server, or not possible now.
            }
        });

        var after = await UseAsync(pool, async lease => await lease.Database.StringSetAsync(Key, what));

        Assert.NotEqual(before, after);
        Assert.Single(logs.Of(1013), static record => record.Message.Contains("a command was sent by name that may change the session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TypedAndStatelessCommands_LeaveTheConnectionForTheNext()
    {
        var logs = new FakeLoggers();
        await using var pool = new RedisPool(One(Alone), logs);

        var names = new HashSet<string>
        {
            await UseAsync(pool, async lease => await lease.Database.StringSetAsync(Key, 1)),
            await UseAsync(pool, async lease => await lease.Database.ExecuteAsync("blpop", "nothing-there", "0.01")),
            await UseAsync(pool, async lease => await lease.Database.HashGetAllAsync("nothing-there")),
            await UseAsync(pool, async lease =>
            {
                var transaction = lease.Database.CreateTransaction();
                transaction.AddCondition(Condition.KeyExists(Key));
                var two = transaction.StringIncrementAsync(Key);
                Assert.True(await transaction.ExecuteAsync());
                Assert.Equal(2, await two);
            }),
            await UseAsync(pool, async lease =>
            {
                var batch = lease.Database.CreateBatch();
                var got = batch.StringGetAsync(Key);
                batch.Execute();
                Assert.Equal(2, await got);
            }),
            await UseAsync(pool, static _ => Task.CompletedTask),
        };

        Assert.Single(names);
        Assert.Empty(logs.Of(1013));
    }

    [Fact]
    public async Task WhatATenantKept_IsDead()
    {
        await using var pool = new RedisPool(One(Alone));
        IDatabase database = null!;
        ITransaction transaction = null!;
        IBatch batch = null!;
        var name = await UseAsync(pool, async lease =>
        {
            database = lease.Database;
            transaction = database.CreateTransaction();
            batch = database.CreateBatch();
            _ = transaction.StringSetAsync(Key, "stolen");
            _ = batch.StringSetAsync(Key, "stolen");
            await database.StringSetAsync(Key, "mine");
        });

        // Another has the very connection now.
        await using var next = await pool.RentAsync(Cancel);
        Assert.Equal(name, Assert.Single(pool.GetSnapshot().Leases).ClientName);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.StringSetAsync(Key, "stolen"));
        Assert.Throws<ObjectDisposedException>(() => database.Multiplexer);
        Assert.Throws<ObjectDisposedException>(() => database.CreateTransaction());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => transaction.ExecuteAsync());
        Assert.Throws<ObjectDisposedException>(batch.Execute);
        Assert.Equal("mine", await next.Database.StringGetAsync(Key));
    }

    [Fact]
    public async Task ConnectionThatWasHandedOut_IsClosedWithTheLease_WithAllThatWasKeptOfIt()
    {
        var logs = new FakeLoggers();
        await using var pool = new RedisPool(One(), logs);
        IConnectionMultiplexer connection = null!;
        var before = await UseAsync(pool, lease =>
        {
            connection = lease.Connection;
            connection.ConnectionFailed += static (_, _) => { };
            return Task.CompletedTask;
        });
        var byDatabase = await UseAsync(pool, lease =>
        {
            _ = lease.Database.Multiplexer;
            return Task.CompletedTask;
        });
        var bySequence = await UseAsync(pool, lease =>
        {
            _ = lease.Database.SetScan("nothing-there");
            return Task.CompletedTask;
        });
        var after = await UseAsync(pool, static _ => Task.CompletedTask);

        Assert.Equal(4, new HashSet<string> { before, byDatabase, bySequence, after }.Count);
        Assert.False(connection.IsConnected);
        await Assert.ThrowsAnyAsync<Exception>(() => connection.GetDatabase().PingAsync());
        Assert.Equal(2, logs.Of(1013).Count()); // one line, for two reasons
    }

    /// <summary>
    /// The newest library has ExecuteResp beside Execute: it passed for a typed command, and left CLIENT TRACKING for the next tenant.
    /// </summary>
    [Fact]
    public async Task WhatACommandWithARawReplyMayHaveLeft_IsNotTheNextTenants()
    {
        var execute = typeof(IDatabase).GetMethod("ExecuteResp");
        Assert.SkipUnless(execute is not null, "This version of the library has none.");
        await using var pool = new RedisPool(One(Alone));
        var arguments = execute.GetParameters()[1].ParameterType;
        var before = await UseAsync(pool, lease =>
        {
            using var reply = (IDisposable)execute.Invoke(lease.Database, ["MULTI", Activator.CreateInstance(arguments), CommandFlags.None])!;
            return Task.CompletedTask;
        });

        Assert.NotEqual(before, await UseAsync(pool, static lease => lease.Database.PingAsync()));
    }

    [Fact]
    public async Task GivenUpBlockingCommand_EatsNothing()
    {
        Assert.SkipUnless(redis.Server is RedisProcess, "Garnet lists a blocked client even after it has gone.");
        await using var pool = new RedisPool(One());
        for (var round = 0; round < 20; round++)
        {
            var list = $"{Key}-{Guid.NewGuid():N}";
            Task<RedisResult> given;
            await using (var lease = await pool.RentAsync(Cancel))
            {
                given = lease.Database.ExecuteAsync("BLPOP", list, "0");
            }

            // As soon as another can be rented, the one before is gone from the server.
            await UseAsync(pool, static lease => lease.Database.PingAsync());
            await pool.GetDatabase().ListRightPushAsync(list, round);
            Assert.Equal(1, await pool.GetDatabase().ListLengthAsync(list));
            await Assert.ThrowsAnyAsync<Exception>(() => given);
        }
    }

    [Fact]
    public async Task LostSession_IsTold_AndTheNextLeaseIsWell()
    {
        Assert.SkipUnless(redis.Server is RedisProcess, "Garnet kills no client.");
        var options = One();
        await using var pool = new RedisPool(options);
        await using (var lease = await pool.RentAsync(Cancel))
        {
            await lease.Database.ExecuteAsync("WATCH", Key);
            await redis.KillAsync(options.ApplicationName!);
            await Eventually.TrueAsync(async () => await Record.ExceptionAsync(() => lease.Database.PingAsync()) is RedisSessionLostException);

            var lost = Assert.Throws<RedisSessionLostException>(() => lease.Database);
            Assert.Contains($"{nameof(LeaseSessionTests)}.cs:", lost.Message, StringComparison.Ordinal);
            Assert.Throws<RedisSessionLostException>(() => lease.Connection);
        }

        await UseAsync(pool, static lease => lease.Database.PingAsync());
    }

    /// <summary>WATCH, loss, EXEC at random instants: a commit that ignores another's write is worse than any error.</summary>
    [Fact]
    public async Task WatchThenLossThenExec_NeverCommitsOverAnothersWrite()
    {
        Assert.SkipUnless(redis.Server is RedisProcess, "Garnet kills no client.");
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("REDISGUARD_SESSION_ROUNDS"), out var asked) ? asked : 150;
        var session = new LostSessions(redis, One(static options => options.MaxConnections = 3));

        var (wrong, committed, failed) = await session.RunAsync(rounds, Cancel);

        TestContext.Current.TestOutputHelper!.WriteLine($"{rounds} rounds: {wrong} wrong, {committed} committed, {failed} failed");
        Assert.Equal(0, wrong);
        Assert.True(failed > 0, "No round lost anything.");
    }

    /// <summary>
    /// The library asks the server itself now and then, and MULTI by name has its PING answered with QUEUED: it takes that for another
    /// protocol and closes the socket. (Seen as leases that were «not ready» at their end: 1 in 30 of those that sent MULTI by name.)
    /// </summary>
    [Fact]
    public async Task MultiByName_MeetsTheLibrarysOwnPing_IsTold_AndHarmsNobodyElse()
    {
        var options = One(options => options.Configuration += ",keepAlive=1");
        await using var pool = new RedisPool(options);
        await using (var lease = await pool.RentAsync(Cancel))
        {
            await lease.Database.ExecuteAsync("MULTI");
            await Eventually.TrueAsync(() => Record.Exception(() => _ = lease.Database) is RedisSessionLostException);
        }

        await UseAsync(pool, static lease => lease.Database.PingAsync());
        Assert.Equal(options.MaxConnections, pool.Read().MaxConnections);
        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Idle) == 1);
    }

    [Fact]
    public void EveryInterfaceOfTheLibrary_CanBeForwarded()
    {
        // Told here, where LeasedTypes does without.
        var generator = new ForwardingTypeGenerator();
        Assert.NotNull(generator.Generate<IBatch>());
        Assert.NotNull(generator.Generate<ITransaction>());
        Assert.NotNull(generator.Generate<IDatabase>());
        Assert.NotNull(LeasedTypes.Database);
    }

    // While the server is asked about what is unanswered, another connection may be opened where there is room for one.
    private static void Alone(RedisPoolOptions options) => options.MaxConnections = 1;

    private RedisPoolOptions One(Action<RedisPoolOptions>? configure = null) => Pools.Real(redis, options =>
    {
        options.Configuration = $"{redis.Configuration},allowAdmin=true"; // the newest library asks for it before CLIENT
        options.MaxConnections = 2; // the shared one is the other
        configure?.Invoke(options);
    });

    /// <summary>The client name of the connection that was used.</summary>
    private static async Task<string> UseAsync(RedisPool pool, Func<RedisLease, Task> use)
    {
        await using var lease = await pool.RentAsync(Cancel);
        var name = Assert.Single(pool.GetSnapshot().Leases).ClientName;
        await use(lease);
        return name;
    }
}

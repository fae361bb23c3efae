using RedisGuard.Pool;
using RedisGuard.Watch.Tests.Probes;
using StackExchange.Redis;

namespace RedisGuard.Testing.Tests;

public sealed class LeakScopeTests(ServerFixture server)
{
    [Fact]
    public async Task Clean_IsSilent()
    {
        await LeakScope.RunAsync(CleanAsync);
        await LeakScope.RunAsync(() => ConnectionMultiplexer.Connect(server.Configuration).Dispose());
    }

    [Fact]
    public async Task Leak_IsNamedWithItsLine()
    {
        var found = await Assert.ThrowsAsync<LeakFoundException>(() => LeakScope.RunAsync(async () =>
        {
            await LeakAsync();
            await LeakAsync();
            await CleanAsync();
        }));
        var leak = Assert.Single(found.Leaks);
        Assert.Equal((LeakKinds.Connections, 2, 2, 0), (leak.Kind, leak.Opened, leak.Dropped, leak.Held));
        Assert.EndsWith(".LeakAsync", leak.Member, StringComparison.Ordinal);
        Assert.StartsWith(
            $"2 connections opened in this scope were not closed.{Environment.NewLine}  LeakScopeTests.cs:{leak.Line} RedisGuard.Testing.Tests.LeakScopeTests.LeakAsync  opened 2, closed 0, 2 dropped",
            found.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Held_IsToldFromDropped()
    {
        ConnectionMultiplexer? kept = null;
        var found = await Assert.ThrowsAsync<LeakFoundException>(() => LeakScope.RunAsync(async () => kept = await ConnectionMultiplexer.ConnectAsync(server.Configuration)));
        Assert.Equal((0, 1), (Assert.Single(found.Leaks).Dropped, found.Leaks[0].Held));
        await kept!.DisposeAsync();
    }

    [Fact]
    public async Task Allowed_Passes()
    {
        ConnectionMultiplexer? kept = null;
        await LeakScope.RunAsync(
            async () => kept = await ConnectionMultiplexer.ConnectAsync(server.Configuration),
            new LeakScopeOptions { Allow = { "leakscopetests.cs" } });
        await kept!.DisposeAsync();
    }

    [Fact]
    public async Task ClosedALittleLater_Passes() => await LeakScope.RunAsync(
        async () =>
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
            _ = Task.Delay(200, TestContext.Current.CancellationToken).ContinueWith(_ => connection.Dispose(), TaskScheduler.Default);
        },
        new LeakScopeOptions { Settle = TimeSpan.FromSeconds(30) });

    [Fact]
    public async Task ExceptionOfTheBody_ComesFirst() => await Assert.ThrowsAsync<TimeoutException>(() => LeakScope.RunAsync(async () =>
    {
        await LeakAsync();
        throw new TimeoutException();
    }));

    [Fact]
    public async Task Parallel_AreNotBlamedForEachOther()
    {
        var runs = Enumerable.Range(0, 24).Select(async number =>
        {
            var leaks = number % 3 == 0;
            var scope = LeakScope.RunAsync(async () =>
            {
                await CleanAsync();
                await (leaks ? LeakAsync() : CleanAsync());
            });
            if (leaks)
            {
                Assert.Equal(1, Assert.Single((await Assert.ThrowsAsync<LeakFoundException>(() => scope)).Leaks).Opened);
            }
            else
            {
                await scope;
            }
        });
        await Task.WhenAll(runs);
    }

    [Fact]
    public async Task InnerScope_AnswersForTheOuterOneToo()
    {
        await Assert.ThrowsAsync<LeakFoundException>(() => LeakScope.RunAsync(async () =>
            await Assert.ThrowsAsync<LeakFoundException>(() => LeakScope.RunAsync(LeakAsync))));
    }

    [Fact]
    public async Task Started_EndsWithVerify()
    {
        using (var clean = LeakScope.Start())
        {
            await CleanAsync();
            await clean.VerifyAsync();
        }

        using var leaking = LeakScope.Start();
        await LeakAsync();
        await Assert.ThrowsAsync<LeakFoundException>(leaking.VerifyAsync);
    }

    [Fact]
    public async Task LeasesSubscriptionsAndDedicatedConnections_Count()
    {
        await using var pool = new RedisPool(new RedisPoolOptions { Configuration = server.Configuration });
        var found = await Assert.ThrowsAsync<LeakFoundException>(() => LeakScope.RunAsync(async () =>
        {
            await using (await pool.RentAsync())
            {
                await pool.RentAsync();
            }

            await pool.SubscribeAsync(RedisChannel.Literal("news"), static _ => Task.CompletedTask);
            await RedisPool.ConnectDedicatedAsync(server.Configuration);
        }));
        Assert.Equal(
            [LeakKinds.Leases, LeakKinds.Subscriptions, LeakKinds.DedicatedConnections],
            found.Leaks.Select(static leak => leak.Kind).Order());
        Assert.Equal((1, 1), (found.Leaks.Single(static leak => leak.Kind == LeakKinds.Leases) is var leases ? (leases.Opened, leases.Dropped + leases.Held) : default));
    }

    [Fact]
    public async Task PoolThatIsUsedProperly_IsSilent() => await LeakScope.RunAsync(async () =>
    {
        await using var pool = new RedisPool(new RedisPoolOptions { Configuration = server.Configuration });
        await (await pool.GetDatabaseAsync()).PingAsync();
        await using var lease = await pool.RentAsync();
        await using var subscription = await pool.SubscribeAsync(RedisChannel.Literal("news"), static _ => Task.CompletedTask);
        await using var dedicated = await RedisPool.ConnectDedicatedAsync(server.Configuration);
    });

    [Fact]
    public async Task Track_ChoosesWhatIsLookedAt() => await LeakScope.RunAsync(LeakAsync, new LeakScopeOptions { Track = LeakKinds.Leases });

    [Fact]
    public async Task OptionsOfBeforeTheWatch_AreNeverGreen()
    {
        // Defaults of their own are what the watch can't see, as are those that were looked up before it came.
        var options = ConfigurationOptions.Parse(server.Configuration);
        options.Defaults = new StackExchange.Redis.Configuration.DefaultOptionsProvider();
        ConnectionMultiplexer? open = null;
        var blind = await Assert.ThrowsAsync<InvalidOperationException>(() => LeakScope.RunAsync(async () => open = await ConnectionMultiplexer.ConnectAsync(options)));
        Assert.StartsWith("The watch can't see who opened 1 of the connections", blind.Message, StringComparison.Ordinal);
        await open!.DisposeAsync();
        await LeakScope.RunAsync(async () => await (await ConnectionMultiplexer.ConnectAsync(options)).DisposeAsync()); // closed: nothing to see
    }

    [Fact]
    public async Task Start_ThatLostItsFlow_IsNeverGreen()
    {
        using var scope = await StartLaterAsync();
        await LeakAsync();
        Assert.StartsWith(
            "The scope saw nothing", (await Assert.ThrowsAsync<InvalidOperationException>(scope.VerifyAsync)).Message, StringComparison.Ordinal);

        static async Task<LeakScope> StartLaterAsync()
        {
            await Task.Yield();
            return LeakScope.Start();
        }
    }

    [Fact]
    public void ForTest_TakesWhatItsAttributesAllow()
    {
        Assert.Equal(["RedisCache", "Startup"], LeakScopeOptions.ForTest(typeof(Allowing), nameof(Allowing.Test)).Allow);
        Assert.Empty(LeakScopeOptions.ForTest(testClass: null, method: null).Allow);
    }

    [AllowLeak("RedisCache")]
    private sealed class Allowing
    {
        [AllowLeak("Startup")]
        public void Test() => GC.KeepAlive(this);
    }

    private async Task LeakAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        await connection.GetDatabase().PingAsync();
        GC.KeepAlive(connection);
    }

    private async Task CleanAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        await connection.GetDatabase().PingAsync();
    }
}

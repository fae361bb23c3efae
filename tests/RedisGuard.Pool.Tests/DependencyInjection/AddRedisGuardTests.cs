using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.DependencyInjection;

public sealed class AddRedisGuardTests(RedisFixture redis)
{
    private readonly FakeLoggers _logs = new();
    private readonly string _name = $"t{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PoolAndConnection_AreSingletons_ThatNoScopeCloses()
    {
        await using var provider = Services(services => services.AddRedisGuard(Configure)).BuildServiceProvider();
        IConnectionMultiplexer connection;
        await using (var scope = provider.CreateAsyncScope())
        {
            connection = scope.ServiceProvider.GetRequiredService<IConnectionMultiplexer>();
            Assert.Same(provider.GetRequiredService<RedisPool>(), scope.ServiceProvider.GetRequiredService<RedisPool>());
        }

        Assert.True(connection.IsConnected);
        Assert.Same(connection, provider.GetRequiredService<RedisPool>().GetConnection());
        await connection.GetDatabase().PingAsync();
    }

    [Fact]
    public async Task DisposedContainer_ClosesAll()
    {
        var provider = Services(services => services.AddRedisGuard(Configure)).BuildServiceProvider();
        var connection = provider.GetRequiredService<IConnectionMultiplexer>();
        await using (await provider.GetRequiredService<RedisPool>().RentAsync(Cancel))
        {
            Assert.Equal(2, (await redis.ClientNamesAsync(_name)).Count);
        }

        await provider.DisposeAsync();

        Assert.False(connection.IsConnected);
        await Eventually.TrueAsync(async () => (await redis.ClientNamesAsync(_name)).Count == 0);
        Assert.Empty(_logs.Records);
    }

    [Fact]
    public async Task NamedPools_AreKeyedServices()
    {
        var services = Services(services => services
            .AddRedisGuard(Configure)
            .AddRedisGuard("keyed-sessions", Elsewhere)
            .AddRedisGuard("keyed-sessions", static options => options.MaxConnections = 3));
        await using var provider = services.BuildServiceProvider();

        var pool = provider.GetRequiredService<RedisPool>();
        var sessions = provider.GetRequiredKeyedService<RedisPool>("keyed-sessions");

        Assert.NotSame(pool, sessions);
        Assert.Equal("keyed-sessions", sessions.Name);
        Assert.Equal(3, sessions.GetSnapshot().MaxConnections);
        Assert.NotSame(provider.GetRequiredService<IConnectionMultiplexer>(), provider.GetRequiredKeyedService<IConnectionMultiplexer>("keyed-sessions"));
        Assert.Equal(2, services.Count(static service => service.ServiceType == typeof(IHostedService)));
    }

    [Fact]
    public async Task Options_AreBound()
    {
        var configuration = new ConfigurationManager();
        configuration["Redis:MaxConnections"] = "12";
        configuration["Redis:AcquireTimeout"] = "00:00:03";
        configuration["Redis:LeakDetection"] = "Paranoid";
        await using var provider = Services(services => services
            .Configure<RedisPoolOptions>(configuration.GetSection("Redis"))
            .AddRedisGuard(options => options.Name = _name)).BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<RedisPoolOptions>>().Value;

        Assert.Equal((12, TimeSpan.FromSeconds(3), RedisLeakDetection.Paranoid), (options.MaxConnections, options.AcquireTimeout, options.LeakDetection));
        Assert.Equal(12, provider.GetRequiredService<RedisPool>().GetSnapshot().MaxConnections);
    }

    [Fact]
    public async Task NestedOptions_AreBound_AndWhatThePoolKeeps()
    {
        var configuration = new ConfigurationManager();
        configuration["Redis:MaxReconnectAttempts"] = "3";
        configuration["Redis:BackoffBase"] = "1.5";
        configuration["Redis:BackoffMax"] = "00:00:40";
        configuration["Redis:Breaker:ConsecutiveConnectionFaults"] = "2";
        configuration["Redis:Breaker:BreakDuration"] = "00:00:07";
        configuration["Redis:Retry:MaxAttempts"] = "4";
        configuration["Redis:Retry:Timeout"] = "00:00:02";
        await using var provider = Services(services => services
            .Configure<RedisPoolOptions>(configuration.GetSection("Redis"))
            .AddRedisGuard(options => options.Name = _name)).BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<RedisPoolOptions>>().Value;
        Assert.Equal((3, 1.5, TimeSpan.FromSeconds(40)), (options.MaxReconnectAttempts, options.BackoffBase, options.BackoffMax));
        Assert.Equal((2, TimeSpan.FromSeconds(7), 20), (options.Breaker.ConsecutiveConnectionFaults, options.Breaker.BreakDuration, options.Breaker.MinimumThroughput));
        Assert.Equal((4, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)), (options.Retry.MaxAttempts, options.Retry.Timeout, options.Retry.Delay));

        var breaker = provider.GetRequiredService<RedisPool>().Breaker;
        Assert.True(breaker.TryEnter(out var ticket));
        breaker.RecordFailure(ticket, RedisExceptions.Lost());
        Assert.Equal(RedisCircuitState.Closed, breaker.State);
        breaker.RecordFailure(ticket, RedisExceptions.Lost());
        Assert.Equal(RedisCircuitState.Open, breaker.State);
        Assert.InRange(breaker.RetryAfter, TimeSpan.Zero, TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task MalformedNestedOptions_StopTheHostAtStart_ByTheirFullNames()
    {
        using var host = Host(static options =>
        {
            options.Configuration = "elsewhere:1";
            options.Breaker.FailureRatio = 2;
            options.Retry.MaxAttempts = 0;
            options.BackoffBase = 1;
        });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));

        Assert.Equal(["BackoffBase", "Breaker.FailureRatio", "Retry.MaxAttempts"], exception.Failures.Select(static failure => failure.Split(' ')[0]));
    }

    [Fact]
    public async Task MalformedOptions_StopTheHostAtStart_WithAllThatIsWrong()
    {
        using var host = Host(static options =>
        {
            options.MaxConnections = 0;
            options.Configuration = "http://nowhere";
        });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));

        Assert.Equal(["MaxConnections", "Configuration"], exception.Failures.Select(static failure => failure.Split(' ')[0]).Where(static name => name != "SharedConnections"));
    }

    [Fact]
    public async Task Host_ConnectsAtStart_AndDrainsAtStop()
    {
        using var host = Host(Configure);

        await host.StartAsync(Cancel);
        Assert.Single(await redis.ClientNamesAsync(_name));
        Assert.Contains(" is connected to 127.0.0.1:", Assert.Single(_logs.Of(1109)).Message, StringComparison.Ordinal);
        await host.StopAsync(Cancel);

        await Eventually.TrueAsync(async () => (await redis.ClientNamesAsync(_name)).Count == 0);
        Assert.EndsWith(" is closed.", Assert.Single(_logs.Of(1202)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => host.Services.GetRequiredService<RedisPool>().RentAsync(Cancel).AsTask());
    }

    [Fact]
    public async Task ServerThatIsDown_DoesNotStopTheHost()
    {
        using var nobody = new ClosedPort();
        using var host = Host(options =>
        {
            Configure(options);
            options.Configuration = $"{nobody.Configuration},connectRetry=0,connectTimeout=300";
        });

        await host.StartAsync(Cancel);

        Assert.Single(_logs.Of(1102));
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task ServerThatDoesNotAnswer_HoldsTheHostForTheAcquireTimeout_WhateverTheContainersClockSays()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var host = Host(
            options =>
            {
                options.Name = _name;
                options.Configuration = $"{silent.LocalEndpoint},connectTimeout=60000";
                options.AcquireTimeout = TimeSpan.FromMilliseconds(300);
                options.DrainTimeout = TimeSpan.FromMilliseconds(300);
            },
            services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));

        await host.StartAsync(Cancel).WaitAsync(Eventually.Deadline, Cancel);

        Assert.IsType<TimeoutException>(Assert.Single(_logs.Of(1102)).Exception);
        await Assert.ThrowsAsync<RedisTimeoutException>(() => host.Services.GetRequiredService<RedisPool>().RentAsync(Cancel).AsTask().WaitAsync(Eventually.Deadline, Cancel));
        await host.StopAsync(Cancel).WaitAsync(Eventually.Deadline, Cancel);
        Assert.Single(_logs.Of(1203));
    }

    [Fact]
    public async Task SignalR_UsesThePool()
    {
        await using var provider = Services(services =>
        {
            services.AddRedisGuard(Configure);
            services.AddSignalR().AddStackExchangeRedis();
            services.AddOptions<Microsoft.AspNetCore.SignalR.StackExchangeRedis.RedisOptions>().Configure<RedisPool>(
                static (options, pool) => options.ConnectionFactory = async _ => await pool.GetConnectionAsync());
        }).BuildServiceProvider();
        var heard = new TaskCompletionSource();
        await using var subscription = await provider.GetRequiredService<RedisPool>().SubscribeAsync(
            RedisChannel.Pattern($"*{nameof(OrdersHub)}:all"), _ => heard.TrySetResult(), cancellationToken: Cancel);

        await provider.GetRequiredService<IHubContext<OrdersHub>>().Clients.All.SendAsync("changed", Cancel);

        await heard.Task.WaitAsync(Eventually.Deadline, Cancel);
        Assert.Single(await redis.ClientNamesAsync(_name));
    }

    [Fact]
    public async Task DistributedCache_UsesThePool()
    {
        await using var provider = Services(services =>
        {
            services.AddRedisGuard(Configure);
            services.AddStackExchangeRedisCache(static _ => { });
            services.AddOptions<RedisCacheOptions>().Configure<RedisPool>(
                static (options, pool) => options.ConnectionMultiplexerFactory = () => pool.GetConnectionAsync());
        }).BuildServiceProvider();
        var cache = provider.GetRequiredService<IDistributedCache>();

        await cache.SetStringAsync(_name, "cached", Cancel);

        Assert.Equal("cached", await cache.GetStringAsync(_name, Cancel));
        Assert.Single(await redis.ClientNamesAsync(_name));
    }

    [Fact]
    public async Task DataProtection_UsesThePool()
    {
        await using var provider = Services(services =>
        {
            services.AddRedisGuard(Configure);
            services.AddDataProtection();
            services.AddOptions<KeyManagementOptions>().Configure<RedisPool>(
                (options, pool) => options.XmlRepository = new RedisXmlRepository(() => pool.GetDatabase(), _name));
        }).BuildServiceProvider();
        var protector = provider.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

        Assert.Equal("secret", protector.Unprotect(protector.Protect("secret")));

        Assert.Equal(1, await provider.GetRequiredService<RedisPool>().GetDatabase().ListLengthAsync(_name));
        Assert.Single(await redis.ClientNamesAsync(_name));
    }

    private void Configure(RedisPoolOptions options)
    {
        Elsewhere(options);
        options.Name = _name;
    }

    private void Elsewhere(RedisPoolOptions options)
    {
        options.Configuration = redis.Configuration;
        options.ApplicationName = _name;
        options.AcquireTimeout = Eventually.Deadline;
    }

    private ServiceCollection Services(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_logs);
        services.AddLogging();
        add(services);
        return services;
    }

    private IHost Host(Action<RedisPoolOptions> configure, Action<IServiceCollection>? add = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<ILoggerFactory>(_logs);
        builder.Services.AddRedisGuard(configure);
        add?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class OrdersHub : Hub;
}

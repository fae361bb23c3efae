using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.DependencyInjection;

/// <summary>What belongs to the process is logged to the host that started last: one of another test, if they ran beside these.</summary>
[CollectionDefinition(nameof(TwoHostsTests), DisableParallelization = true)]
public sealed class OneTestAtATime;

/// <summary>Two hosts in one process, as every suite with two test applications has them: no shared fate.</summary>
[Collection(nameof(TwoHostsTests))]
public sealed class TwoHostsTests(RedisFixture redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InTurn_TheSecondIsAsTheFirst(bool sharesAStaticPool)
    {
        for (var turn = 0; turn < 2; turn++)
        {
            var logs = new FakeLogCollector();
            using var host = Start(logs, sharesAStaticPool);
            await host.StartAsync(Cancel);
            await UseAsync(host);
            await using (await RedisPool.ConnectDedicatedAsync(redis.Configuration, Cancel))
            {
                using var breaker = new RedisCircuitBreaker(static _ => Task.CompletedTask);
                breaker.Isolate();
            }

            await host.StopAsync(Cancel);
            Assert.DoesNotContain(logs.GetSnapshot(), static record => record.Level > LogLevel.Information && record.Id.Id is not (1503 or 1302));
        }

        await StaticPool().CloseAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AtOnce_OneEnds_AndTheOtherGoesOn(bool sharesAStaticPool)
    {
        var firstLogs = new FakeLogCollector();
        var logs = new FakeLogCollector();
        using var second = Start(logs, sharesAStaticPool);
        using (var first = Start(firstLogs, sharesAStaticPool))
        {
            await Task.WhenAll(first.StartAsync(Cancel), second.StartAsync(Cancel));
            await UseAsync(first);
            await UseAsync(second);
            await first.StopAsync(Cancel);
        }

        await UseAsync(second);
        await second.StopAsync(Cancel);
        Assert.DoesNotContain(logs.GetSnapshot().Concat(firstLogs.GetSnapshot()), static record => record.Id.Id is 1301);
        await StaticPool().CloseAsync();
    }

    [Fact]
    public async Task WhatBelongsToTheProcess_IsLoggedToTheHostThatRuns()
    {
        var set = RedisPool.LoggerFactory;
        RedisPool.LoggerFactory = null;
        try
        {
            await LogOfTheProcessAsync();
        }
        finally
        {
            RedisPool.LoggerFactory = set;
        }
    }

    private async Task LogOfTheProcessAsync()
    {
        var site = $"{redis.Configuration},name={Guid.NewGuid():N}";
        var firstLogs = new FakeLogCollector();
        var secondLogs = new FakeLogCollector();
        using (var first = Start(firstLogs, sharesAStaticPool: false))
        {
            await first.StartAsync(Cancel);
            await RedisPool.For(site).GetDatabaseAsync(Cancel);
            await first.StopAsync(Cancel);
        }

        using var second = Start(secondLogs, sharesAStaticPool: false);
        await second.StartAsync(Cancel);
        await RedisPool.For(site).DisposeAsync();

        Assert.Equal(2, firstLogs.GetSnapshot().Count(static record => record.Id.Id == 1109));
        Assert.Contains(secondLogs.GetSnapshot(), static record => record.Id.Id == 1302 && record.Message.Contains("TwoHostsTests.cs:", StringComparison.Ordinal));
        await RedisPool.For(site).CloseAsync();
    }

    [Fact]
    public async Task RegistrationsOfOneHost_AreToldByTheirLines()
    {
        var logs = new FakeLogCollector();
        var builder = Builder(logs);
        builder.Services.AddRedisGuard("one", options => options.Name = "same");
        builder.Services.AddRedisGuard("two", options => options.Name = "same");
        using var host = builder.Build();

        await host.StartAsync(Cancel);

        var warning = Assert.Single(logs.GetSnapshot(), static record => record.Id.Id == 1301).Message;
        Assert.Equal(2, warning.Split("TwoHostsTests.cs:").Length - 1);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task ServiceProvider_ThatOwnsAPoolOfTheProcess_ClosesNothing()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_ => StaticPool());
        var provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<RedisPool>();

        await provider.DisposeAsync();

        await pool.GetDatabase().PingAsync();
    }

    private RedisPool StaticPool() => RedisPool.For($"{redis.Configuration},name=two-hosts-static");

    private async Task UseAsync(IHost host)
    {
        var pool = host.Services.GetRequiredService<RedisPool>();
        await pool.GetDatabase().PingAsync();
        await using var lease = await pool.RentAsync(Cancel);
        await lease.Database.PingAsync();
        await (await StaticPool().GetDatabaseAsync(Cancel)).PingAsync();
    }

    private IHost Start(FakeLogCollector logs, bool sharesAStaticPool)
    {
        var builder = Builder(logs);
        if (sharesAStaticPool)
        {
            builder.Services.AddSingleton(_ => StaticPool());
        }
        else
        {
            builder.Services.AddRedisGuard();
        }

        return builder.Build();
    }

    private HostApplicationBuilder Builder(FakeLogCollector logs)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:Redis", redis.Configuration), new("ConnectionStrings:one", redis.Configuration), new("ConnectionStrings:two", redis.Configuration),
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(new FakeLoggerProvider(logs));
        return builder;
    }
}

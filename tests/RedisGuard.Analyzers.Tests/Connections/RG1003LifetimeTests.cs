using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1003 by what is known of the owner's lifetime: registrations, hosts, static instances.</summary>
public class RG1003LifetimeTests
{
    [Fact]
    public Task SingletonByRegistration_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Store>();
        builder.Services.AddSingleton<IStore, OtherStore>();

        public interface IStore { }

        public class Store
        {
            private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("localhost");
        }

        public class OtherStore : IStore
        {
            private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("localhost");
        }
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public Task ScopedByRegistration_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<Leaky>();
        builder.Services.AddTransient<IStore, Churning>();

        public interface IStore { }

        public class Leaky
        {
            private readonly ConnectionMultiplexer _redis = {|RG1001:ConnectionMultiplexer.Connect("localhost")|};
        }

        public sealed class Churning : IStore, IDisposable
        {
            private readonly ConnectionMultiplexer _redis = {|RG1001:ConnectionMultiplexer.Connect("localhost")|};
            public void Dispose() => _redis.Dispose();
        }
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public Task HostedServicesAndMiddleware_LiveAsLongAsTheProcess() => AllRules.VerifyAsync("""
        using Microsoft.AspNetCore.Http;
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        public class Worker : BackgroundService
        {
            private ConnectionMultiplexer? _redis;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _redis = await ConnectionMultiplexer.ConnectAsync("localhost");
                while (!stoppingToken.IsCancellationRequested)
                {
                    await _redis.GetDatabase().PingAsync();
                }
            }
        }

        public class RateLimit
        {
            private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("localhost");
            private readonly RequestDelegate _next;

            public RateLimit(RequestDelegate next) => _next = next;

            public Task InvokeAsync(HttpContext context) => _redis.IsConnected ? _next(context) : Task.CompletedTask;
        }
        """);
}

// Functions that a framework, or an object made for each request, runs again and again.
using System;
using System.Net.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Kinds.FrameworkCallbacks
{
    [ApiController]
    public sealed class ReportController : ControllerBase
    {
        private readonly Func<string, IDatabase> _open = configuration => ConnectionMultiplexer.Connect(configuration).GetDatabase(); // expect: RG1001|RG1002

        private Func<TimeSpan> Ask { get; } = () => ConnectionMultiplexer.Connect("localhost").GetDatabase().Ping(); // expect: RG1001|RG1002

        [HttpGet]
        public string Get() => _open("localhost").Ping().ToString() + Ask();
    }

    public sealed class OtherController : ControllerBase
    {
        private static readonly Lazy<IDatabase> s_database = new(() => ConnectionMultiplexer.Connect("localhost").GetDatabase());
        private readonly Func<IDatabase> _database = () => s_database.Value;

        [HttpGet]
        public TimeSpan Get() => _database().Ping();
    }

    public sealed class Service
    {
        private readonly Func<IDatabase> _database = () => ConnectionMultiplexer.Connect("localhost").GetDatabase(); // allow: RG1001

        public TimeSpan Ping() => _database().Ping();
    }

    public static class Clients
    {
        public static void Add(IServiceCollection services)
        {
            services.AddHttpClient("a", client => client.DefaultRequestHeaders.Add("n", ConnectionMultiplexer.Connect("localhost").GetDatabase().StringGet("n").ToString())); // expect: RG1001|RG1002
            services.AddHttpClient("b").ConfigureHttpClient((_, client) => client.DefaultRequestHeaders.Add("n", ConnectionMultiplexer.Connect("localhost").GetDatabase().StringGet("n").ToString())); // expect: RG1001|RG1002
            services.AddHttpClient("c").ConfigurePrimaryHttpMessageHandler(() =>
            {
                using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
                return new HttpClientHandler { AllowAutoRedirect = redis.GetDatabase().KeyExists("redirect") };
            });
            services.AddHttpClient("d").ConfigureHttpClient((provider, client) => client.DefaultRequestHeaders.Add("n", provider.GetRequiredService<IConnectionMultiplexer>().GetDatabase().StringGet("n").ToString()));
        }

        public static void Use(WebApplication application)
        {
            application.UseWhen(
                context => ConnectionMultiplexer.Connect("localhost").GetDatabase().KeyExists(context.Request.Path.Value), // expect: RG1001|RG1002
                branch => branch.Run(context => context.Response.StartAsync()));
        }
    }
}

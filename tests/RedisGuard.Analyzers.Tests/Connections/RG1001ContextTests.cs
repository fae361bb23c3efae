using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1001: what makes code run again and again, told by the frameworks' own types.</summary>
public class RG1001ContextTests
{
    private static readonly TestSetup Program = new() { OutputKind = OutputKind.ConsoleApplication };

    [Theory]
    [InlineData("app.MapGet(\"/\", () => {|RG1001:ConnectionMultiplexer.Connect(cs)|}.GetDatabase().Ping());")]
    [InlineData("app.MapGet(\"/\", async () => { using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}; return c.IsConnected; });")]
    [InlineData("app.MapPost(\"/\", async (string k) => { await using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}; await c.GetDatabase().StringSetAsync(k, k); });")]
    [InlineData("app.MapGet(\"/\", () => { var c = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; return c.IsConnected; });")]
    [InlineData("app.MapGroup(\"/api\").MapDelete(\"/\", () => { using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; });")]
    [InlineData("app.MapMethods(\"/\", new[] { \"GET\" }, () => { using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; });")]
    [InlineData("app.Use(async (context, next) => { using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; await next(context); });")]
    [InlineData("app.Run(async context => { using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; await Task.Yield(); });")]
    [InlineData("app.MapGet(\"/\", Handle); IResult Handle() { using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; return Results.Ok(); }")]
    [InlineData("app.MapGet(\"/\", Handle); static async Task<string?> Handle(string k) => await (await {|RG1001:ConnectionMultiplexer.ConnectAsync(\"a\")|}).GetDatabase().StringGetAsync(k);")]
    [InlineData("builder.Services.AddHealthChecks().AddCheck(\"redis\", () => { using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; return HealthCheckResult.Healthy(); });")]
    [InlineData("builder.Services.AddHealthChecks().AddAsyncCheck(\"redis\", async () => { using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}; return HealthCheckResult.Healthy(); });")]
    public Task Endpoint_IsPerCall(string statement) => AllRules.VerifyAsync(
        $$"""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Routing;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        var cs = "localhost";
        var app = builder.Build();
        {{statement}}
        app.Run();
        """,
        Program);

    [Theory]
    [InlineData("using var c = ConnectionMultiplexer.Connect(cs); app.MapGet(\"/\", () => c.GetDatabase().Ping());")]
    [InlineData("await using var c = await ConnectionMultiplexer.ConnectAsync(cs);")]
    [InlineData("var c = ConnectionMultiplexer.Connect(cs); app.MapGet(\"/\", () => c.GetDatabase().Ping());")]
    [InlineData("var db = ConnectionMultiplexer.Connect(cs).GetDatabase(); app.MapGet(\"/\", () => db.Ping());")]
    [InlineData("using (var c = ConnectionMultiplexer.Connect(cs)) { c.GetDatabase().KeyDelete(\"warm\"); }")]
    [InlineData("Seed(); void Seed() { using var c = ConnectionMultiplexer.Connect(cs); c.GetDatabase().StringSet(\"k\", \"v\"); }")]
    [InlineData("await SeedAsync(cs); static async Task SeedAsync(string s) { await using var c = await ConnectionMultiplexer.ConnectAsync(s); }")]
    [InlineData("app.Lifetime.ApplicationStarted.Register(() => { using var c = ConnectionMultiplexer.Connect(cs); c.GetDatabase().Ping(); });")]
    [InlineData("var lazy = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(cs)); app.MapGet(\"/\", () => lazy.Value.GetDatabase().Ping());")]
    [InlineData("Task<ConnectionMultiplexer>? connecting = null; app.MapGet(\"/\", async () => (await (connecting ??= ConnectionMultiplexer.ConnectAsync(cs))).IsConnected);")]
    public Task StartUp_IsOnce(string statement) => AllRules.VerifyAsync(
        $$"""
        using Microsoft.AspNetCore.Builder;
        using StackExchange.Redis;

        var cs = args.Length > 0 ? args[0] : "localhost";
        var app = WebApplication.CreateBuilder(args).Build();
        {{statement}}
        app.Run();
        """,
        Program);

    [Fact]
    public Task Controller_IsPerCall() => AllRules.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        [ApiController]
        public class BasketController : ControllerBase
        {
            private readonly ConnectionMultiplexer _connection = {|RG1001:ConnectionMultiplexer.Connect("localhost")|};

            [HttpGet("{id}")]
            public async Task<string?> Get(string id)
            {
                using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("localhost")|};
                return await connection.GetDatabase().StringGetAsync(id);
            }

            [NonAction]
            public void Helper() => {|RG1001:ConnectionMultiplexer.Connect("localhost")|}.GetDatabase().Ping();
        }

        public class OrderController : Controller
        {
            public IActionResult Index() => Ok(Load());

            private static string? Load()
            {
                using var connection = {|RG1001:ConnectionMultiplexer.Connect("localhost")|};
                return connection.GetDatabase().StringGet("orders");
            }
        }
        """);

    [Fact]
    public Task ControllerConstructor_IsPerCall() => AllRules.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        public class BasketController : ControllerBase
        {
            private readonly string? _motd;

            public BasketController()
            {
                using var connection = {|RG1001:ConnectionMultiplexer.Connect("localhost")|};
                _motd = connection.GetDatabase().StringGet("motd");
            }

            public string? Get() => _motd;
        }
        """);

    [Fact]
    public Task HubPageFilterMiddlewareAndHealthCheck_ArePerCall() => AllRules.VerifyAsync("""
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc.Filters;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        using StackExchange.Redis;

        public class ChatHub : Hub
        {
            public override async Task OnConnectedAsync()
            {
                using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("localhost")|};
                await base.OnConnectedAsync();
            }
        }

        public class IndexModel : PageModel
        {
            public void OnGet() => {|RG1001:ConnectionMultiplexer.Connect("localhost")|}.GetDatabase().Ping();
        }

        public class RateFilter : IAsyncActionFilter
        {
            public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
            {
                await using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("localhost")|};
                await next();
            }
        }

        public class RateMiddleware : IMiddleware
        {
            public async Task InvokeAsync(HttpContext context, RequestDelegate next)
            {
                using (var connection = {|RG1001:ConnectionMultiplexer.Connect("localhost")|})
                {
                    await next(context);
                }
            }
        }

        public class RedisHealthCheck : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("localhost")|};
                return connection.IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
            }
        }
        """);

    [Fact]
    public Task UnrestoredFrameworks_AreKnownByName() => AllRules.VerifyAsync(
        """
        using Grpc.Core;
        using Microsoft.Azure.Functions.Worker;
        using Quartz;
        using StackExchange.Redis;

        public class Functions
        {
            [Function("Nightly")]
            public async Task Run([TimerTrigger("0 0 3 * * *")] TimerInfo timer)
            {
                using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("localhost")|};
            }

            [FunctionName("Hourly")]
            public static void RunHourly([TimerTrigger("0 0 * * * *")] TimerInfo timer)
                => {|RG1001:ConnectionMultiplexer.Connect("localhost")|}.GetDatabase().Ping();
        }

        public class NightlyJob : IJob
        {
            public async Task Execute(IJobExecutionContext context)
            {
                var connection = await {|RG1002:ConnectionMultiplexer.ConnectAsync("localhost")|};
                await connection.GetDatabase().PingAsync();
            }
        }

        public class GreeterService : Greeter.GreeterBase
        {
            public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
            {
                using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("localhost")|};
                return new HelloReply();
            }
        }
        """,
        new() { Broken = true });

    [Fact]
    public Task HostedServiceThatConnectsPerTurn_IsReported() => AllRules.VerifyAsync("""
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        public class Poller : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("localhost")|};
                    await connection.GetDatabase().ListLeftPopAsync("queue");
                    await Task.Delay(1000, stoppingToken);
                }
            }
        }
        """);

    [Fact]
    public Task HostedServiceThatConnectsOnce_IsSilent() => AllRules.VerifyAsync("""
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        public class Poller : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync("localhost");
                while (!stoppingToken.IsCancellationRequested)
                {
                    await connection.GetDatabase().ListLeftPopAsync("queue");
                    await Task.Delay(1000, stoppingToken);
                }
            }
        }

        public class Listener : IHostedService
        {
            private ConnectionMultiplexer? _connection;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                _connection = await ConnectionMultiplexer.ConnectAsync("localhost");
                using var check = ConnectionMultiplexer.Connect("localhost,allowAdmin=true");
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                if (_connection is not null)
                {
                    await _connection.CloseAsync();
                }
            }
        }
        """);

    [Theory]
    [InlineData("for (var i = 0; i < 3; i++) { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; }")]
    [InlineData("foreach (var key in args) { {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}.GetDatabase().KeyDelete(key); }")]
    [InlineData("do { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; } while (Console.ReadLine() is not null);")]
    [InlineData("Parallel.For(0, 10, i => { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; });")]
    [InlineData("Parallel.ForEach(args, key => {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}.GetDatabase().KeyDelete(key));")]
    [InlineData("await Parallel.ForEachAsync(args, async (key, _) => { await using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(\"a\")|}; });")]
    [InlineData("using var timer = new Timer(_ => { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; }, null, 0, 1000); Console.ReadLine();")]
    [InlineData("Console.CancelKeyPress += (_, _) => { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; };")]
    public Task LoopsAndCallbacksOfAProgram_ArePerCall(string statement) => AllRules.VerifyAsync(
        "using StackExchange.Redis;\n" + statement, Program);

    [Theory]
    [InlineData("foreach (var server in args) { using var c = ConnectionMultiplexer.Connect(server); c.GetDatabase().Ping(); }")]
    [InlineData("foreach (var server in args) { var c = ConnectionMultiplexer.Connect(server); connections.Add(c); }")]
    [InlineData("for (var i = 0; i < args.Length; i++) { using var c = ConnectionMultiplexer.Connect(args[i]); }")]
    [InlineData("for (var i = 0; i < 4; i++) { connections.Add(ConnectionMultiplexer.Connect(\"a\")); }")]
    [InlineData("foreach (var key in ConnectionMultiplexer.Connect(\"a\").GetServer(\"a\", 1).Keys()) { Console.WriteLine(key); }")]
    [InlineData("for (var c = ConnectionMultiplexer.Connect(\"a\"); c.IsConnected;) { c.GetDatabase().Ping(); }")]
    public Task LoopOverServers_IsSilent(string statement) => AllRules.VerifyAsync(
        "using StackExchange.Redis;\nvar connections = new List<ConnectionMultiplexer>();\n" + statement, Program);
}

// Opened per call: each time a request, a job, a getter or a turn of a loop comes by, a connection is opened and closed or dropped.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RG1001.Basket.Before
{
    [ApiController, Route("basket")]
    public class BasketController(IConfiguration configuration, ILogger<BasketController> logger) : ControllerBase
    {
        [HttpGet("{id}")]
        public async Task<IActionResult> Get(string id, CancellationToken cancellationToken)
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(configuration.GetConnectionString("Redis")!); // expect: RG1001
            var value = await redis.GetDatabase().StringGetAsync($"basket:{id}");
            cancellationToken.ThrowIfCancellationRequested();
            logger.LogInformation("read {Id}", id);
            return value.IsNull ? NotFound() : Ok(value.ToString());
        }
    }
}

namespace RG1001.Basket.After
{
    [ApiController, Route("basket")]
    public class BasketController(IConnectionMultiplexer redis, ILogger<BasketController> logger) : ControllerBase
    {
        [HttpGet("{id}")]
        public async Task<IActionResult> Get(string id, CancellationToken cancellationToken)
        {
            var value = await redis.GetDatabase().StringGetAsync($"basket:{id}");
            cancellationToken.ThrowIfCancellationRequested();
            logger.LogInformation("read {Id}", id);
            return value.IsNull ? NotFound() : Ok(value.ToString());
        }
    }
}

namespace RG1001.Endpoint.Before
{
    public static class Endpoints
    {
        public static void MapStock(this WebApplication app)
        {
            var connectionString = app.Configuration["Redis"]!;
            app.MapGet("/stock/{sku}", async (string sku) =>
            {
                using var connection = await ConnectionMultiplexer.ConnectAsync(connectionString); // expect: RG1001
                return Results.Ok((long)await connection.GetDatabase().StringGetAsync(sku));
            });
        }
    }
}

namespace RG1001.Endpoint.After
{
    public static class Endpoints
    {
        public static void MapStock(this WebApplication app)
            => app.MapGet("/stock/{sku}", async (string sku, IConnectionMultiplexer connection)
                => Results.Ok((long)await connection.GetDatabase().StringGetAsync(sku)));
    }
}

namespace RG1001.EndpointMethod.Before
{
    public static class OrderApi
    {
        public static RouteGroupBuilder MapOrders(this RouteGroupBuilder group)
        {
            group.MapPost("/", PlaceAsync);
            return group;
        }

        private static async Task<IResult> PlaceAsync(string order, IConfiguration configuration)
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(configuration["Redis"]!).ConfigureAwait(false); // expect: RG1001
            try
            {
                await connection.GetDatabase().ListRightPushAsync("orders", order).ConfigureAwait(false);
                return Results.Accepted();
            }
            finally
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}

namespace RG1001.EndpointMethod.After
{
    public static class OrderApi
    {
        public static RouteGroupBuilder MapOrders(this RouteGroupBuilder group)
        {
            group.MapPost("/", PlaceAsync);
            return group;
        }

        private static async Task<IResult> PlaceAsync(string order, IConnectionMultiplexer connection)
        {
            await connection.GetDatabase().ListRightPushAsync("orders", order).ConfigureAwait(false);
            return Results.Accepted();
        }
    }
}

namespace RG1001.Getter.Before
{
    public class RedisHelper
    {
        public static string Endpoint { get; set; } = "localhost:6379";

        public static ConnectionMultiplexer Connection => ConnectionMultiplexer.Connect(Endpoint); // expect: RG1001

        public static bool Exists(string key) => Connection.GetDatabase().KeyExists(key);
    }
}

namespace RG1001.Getter.After
{
    public class RedisHelper
    {
        public static string Endpoint { get; set; } = "localhost:6379";

        private static readonly Lazy<ConnectionMultiplexer> s_connection = new(() => ConnectionMultiplexer.Connect(Endpoint));

        public static ConnectionMultiplexer Connection => s_connection.Value;

        public static bool Exists(string key) => Connection.GetDatabase().KeyExists(key);
    }
}

namespace RG1001.DatabaseGetter.Before
{
    public class CatalogCache
    {
        private readonly ConfigurationOptions _options = new() { EndPoints = { "localhost" }, AbortOnConnectFail = false };

        private IDatabase Database
        {
            get
            {
                var multiplexer = ConnectionMultiplexer.Connect(_options); // expect: RG1001|RG1002
                return multiplexer.GetDatabase(2);
            }
        }

        public string? Find(string sku) => Database.HashGet("catalog", sku);
    }
}

namespace RG1001.DatabaseGetter.After
{
    public class CatalogCache(IConnectionMultiplexer multiplexer)
    {
        private IDatabase Database => multiplexer.GetDatabase(2);

        public string? Find(string sku) => Database.HashGet("catalog", sku);
    }
}

namespace RG1001.Chained.Before
{
    public sealed class RateLimiter(string configuration, int limit)
    {
        public async Task<bool> TryEnterAsync(string client)
        {
            var hits = await (await ConnectionMultiplexer.ConnectAsync(configuration)).GetDatabase().StringIncrementAsync("hits:" + client); // expect: RG1001|RG1002
            return hits <= limit;
        }
    }
}

namespace RG1001.Chained.After
{
    public sealed class RateLimiter(IDatabase database, int limit)
    {
        public async Task<bool> TryEnterAsync(string client)
        {
            var hits = await database.StringIncrementAsync("hits:" + client);
            return hits <= limit;
        }
    }
}

namespace RG1001.Repository.Before
{
    public interface ISessions
    {
        string? Load(Guid id);
        void Save(Guid id, string session);
    }

    public class RedisSessions : ISessions
    {
        private const string Server = "cache:6379,abortConnect=false";

        public string? Load(Guid id)
        {
            using (ConnectionMultiplexer redis = ConnectionMultiplexer.Connect(Server)) // expect: RG1001
            {
                return redis.GetDatabase().StringGet(id.ToString("N"));
            }
        }

        public void Save(Guid id, string session)
        {
            ConnectionMultiplexer? redis = null;
            try
            {
                redis = ConnectionMultiplexer.Connect(Server); // expect: RG1001
                redis.GetDatabase().StringSet(id.ToString("N"), session, TimeSpan.FromMinutes(20));
            }
            finally
            {
                redis?.Close();
                redis?.Dispose();
            }
        }
    }
}

namespace RG1001.Repository.After
{
    public interface ISessions
    {
        string? Load(Guid id);
        void Save(Guid id, string session);
    }

    public class RedisSessions : ISessions
    {
        private static readonly Lazy<ConnectionMultiplexer> Shared = new(() => ConnectionMultiplexer.Connect("cache:6379,abortConnect=false"));

        public string? Load(Guid id) => Shared.Value.GetDatabase().StringGet(id.ToString("N"));

        public void Save(Guid id, string session) => Shared.Value.GetDatabase().StringSet(id.ToString("N"), session, TimeSpan.FromMinutes(20));
    }
}

namespace RG1001.Helper.Before
{
    public class CounterService
    {
        private readonly string _configuration;

        public CounterService(IConfiguration configuration) => _configuration = configuration["Redis:Configuration"] ?? "localhost";

        public long Next(string counter)
        {
            using var connection = Open(); // expect: RG1001
            return connection.GetDatabase().StringIncrement(counter);
        }

        public async Task<long> NextAsync(string counter)
        {
            await using var connection = await OpenAsync(); // expect: RG1001
            return await connection.GetDatabase().StringIncrementAsync(counter);
        }

        private ConnectionMultiplexer Open()
        {
            var options = ConfigurationOptions.Parse(_configuration);
            options.ClientName = nameof(CounterService);
            return ConnectionMultiplexer.Connect(options);
        }

        private async Task<IConnectionMultiplexer> OpenAsync() => await ConnectionMultiplexer.ConnectAsync(_configuration);
    }
}

namespace RG1001.Helper.After
{
    public sealed class CounterService : IDisposable
    {
        private readonly Lazy<ConnectionMultiplexer> _connection;

        public CounterService(IConfiguration configuration)
        {
            var options = ConfigurationOptions.Parse(configuration["Redis:Configuration"] ?? "localhost");
            options.ClientName = nameof(CounterService);
            _connection = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(options));
        }

        public long Next(string counter) => _connection.Value.GetDatabase().StringIncrement(counter);

        public async Task<long> NextAsync(string counter) => await _connection.Value.GetDatabase().StringIncrementAsync(counter);

        public void Dispose()
        {
            if (_connection.IsValueCreated)
            {
                _connection.Value.Dispose();
            }
        }
    }
}

namespace RG1001.Health.Before
{
    public class RedisHealthCheck(string configuration) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                using var probe = await ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1001
                var latency = await probe.GetDatabase().PingAsync();
                return latency < TimeSpan.FromSeconds(1) ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"{latency}");
            }
            catch (RedisException exception)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, exception: exception);
            }
        }
    }
}

namespace RG1001.Health.After
{
    public class RedisHealthCheck(IConnectionMultiplexer connection) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var latency = await connection.GetDatabase().PingAsync();
                return latency < TimeSpan.FromSeconds(1) ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"{latency}");
            }
            catch (RedisException exception)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, exception: exception);
            }
        }
    }
}

namespace RG1001.Chat.Before
{
    public class ChatHub : Hub
    {
        public override async Task OnConnectedAsync()
        {
            var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1001
            await redis.GetDatabase().SetAddAsync("online", Context.ConnectionId);
            await redis.CloseAsync();
            redis.Dispose();
            await base.OnConnectedAsync();
        }
    }
}

namespace RG1001.Chat.After
{
    public class ChatHub(IConnectionMultiplexer redis) : Hub
    {
        public override async Task OnConnectedAsync()
        {
            await redis.GetDatabase().SetAddAsync("online", Context.ConnectionId);
            await base.OnConnectedAsync();
        }
    }
}

namespace RG1001.Worker.Before
{
    public class Heartbeat(IConfiguration configuration, ILogger<Heartbeat> logger) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration["Redis"]!); // expect: RG1001
                    await connection.GetDatabase().StringSetAsync("heartbeat", Environment.TickCount64);
                }
                catch (RedisConnectionException exception)
                {
                    logger.LogWarning(exception, "no heartbeat");
                }
            }
        }
    }
}

namespace RG1001.Worker.After
{
    public class Heartbeat(IConfiguration configuration, ILogger<Heartbeat> logger) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration["Redis"]!);
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await connection.GetDatabase().StringSetAsync("heartbeat", Environment.TickCount64);
                }
                catch (RedisConnectionException exception)
                {
                    logger.LogWarning(exception, "no heartbeat");
                }
            }
        }
    }
}

namespace RG1001.Import.Before
{
    public class Importer
    {
        public void Run(IReadOnlyList<KeyValuePair<string, string>> rows)
        {
            Parallel.ForEach(rows, row =>
            {
                using var redis = ConnectionMultiplexer.Connect("localhost:6379"); // expect: RG1001
                redis.GetDatabase().StringSet(row.Key, row.Value);
            });
        }
    }
}

namespace RG1001.Import.After
{
    public class Importer(IConnectionMultiplexer redis)
    {
        public void Run(IReadOnlyList<KeyValuePair<string, string>> rows)
        {
            var database = redis.GetDatabase();
            Parallel.ForEach(rows, row => database.StringSet(row.Key, row.Value));
        }
    }
}

namespace RG1001.Projection.Before
{
    public class TenantReport
    {
        public async Task<string[]> ReadAsync(IEnumerable<string> keys)
        {
            var values = await Task.WhenAll(keys.Select(async key =>
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync("tenants:6379"); // expect: RG1001
                return (string?)await connection.GetDatabase().StringGetAsync(key) ?? "";
            }));
            return values;
        }
    }
}

namespace RG1001.Projection.After
{
    public class TenantReport(IDatabase database)
    {
        public async Task<string[]> ReadAsync(IEnumerable<string> keys)
            => await Task.WhenAll(keys.Select(async key => (string?)await database.StringGetAsync(key) ?? ""));
    }
}

namespace RG1001.Filter.Before
{
    public sealed class IdempotentAttribute : ActionFilterAttribute
    {
        public override async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
        {
            var key = context.HttpContext.Request.Headers["Idempotency-Key"].ToString();
            using (var redis = await ConnectionMultiplexer.ConnectAsync("localhost")) // expect: RG1001
            {
                if (!await redis.GetDatabase().StringSetAsync(key, 1, TimeSpan.FromHours(1), When.NotExists))
                {
                    context.Result = new ConflictResult();
                    return;
                }
            }

            await next();
        }
    }
}

namespace RG1001.Filter.After
{
    public sealed class IdempotentFilter(IConnectionMultiplexer redis) : IAsyncActionFilter
    {
        public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
        {
            var key = context.HttpContext.Request.Headers["Idempotency-Key"].ToString();
            if (!await redis.GetDatabase().StringSetAsync(key, 1, TimeSpan.FromHours(1), When.NotExists))
            {
                context.Result = new ConflictResult();
                return;
            }

            await next();
        }
    }
}

namespace RG1001.Constructor.Before
{
    public class CartController : Controller
    {
        private readonly IDatabase _database;

        public CartController(IConfiguration configuration)
        {
            _database = ConnectionMultiplexer.Connect(configuration.GetConnectionString("cache")!).GetDatabase(); // expect: RG1001
        }

        public IActionResult Index(string id) => View(model: (string?)_database.StringGet(id));
    }
}

namespace RG1001.Constructor.After
{
    public class CartController : Controller
    {
        private readonly IDatabase _database;

        public CartController(IConnectionMultiplexer multiplexer) => _database = multiplexer.GetDatabase();

        public IActionResult Index(string id) => View(model: (string?)_database.StringGet(id));
    }
}

namespace RG1001.Middleware.Before
{
    public class ThrottleMiddleware(RequestDelegate next)
    {
        public async Task InvokeAsync(HttpContext context, IConfiguration configuration)
        {
            await using (var redis = await ConnectionMultiplexer.ConnectAsync(configuration["Redis"]!)) // expect: RG1001
            {
                await redis.GetDatabase().StringIncrementAsync("requests");
            }

            await next(context);
        }
    }
}

namespace RG1001.Middleware.After
{
    public class ThrottleMiddleware(RequestDelegate next)
    {
        public async Task InvokeAsync(HttpContext context, IConnectionMultiplexer redis)
        {
            await redis.GetDatabase().StringIncrementAsync("requests");
            await next(context);
        }
    }
}

namespace RG1001.Sweep.Before
{
    public sealed class Sweeper : IDisposable
    {
        private readonly Timer _timer;

        public Sweeper() => _timer = new Timer(_ => Sweep(), null, TimeSpan.Zero, TimeSpan.FromMinutes(5));

        private static void Sweep()
        {
            var redis = ConnectionMultiplexer.Connect("localhost,allowAdmin=true"); // expect: RG1001
            redis.GetDatabase().KeyDelete("expired");
            redis.Close();
        }

        public void Dispose() => _timer.Dispose();
    }
}

namespace RG1001.Sweep.After
{
    public sealed class Sweeper : IDisposable
    {
        private readonly ConnectionMultiplexer _redis;
        private readonly Timer _timer;

        public Sweeper()
        {
            _redis = ConnectionMultiplexer.Connect("localhost,allowAdmin=true");
            _timer = new Timer(_ => Sweep(), null, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        }

        private void Sweep() => _redis.GetDatabase().KeyDelete("expired");

        public void Dispose()
        {
            _timer.Dispose();
            _redis.Dispose();
        }
    }
}

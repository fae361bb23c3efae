// Lock is not released on every path.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RG3006.Checkout.Before
{
    [ApiController]
    public class CheckoutController : ControllerBase
    {
        private readonly IDatabase _redis;

        public CheckoutController(IConnectionMultiplexer connection) => _redis = connection.GetDatabase();

        [HttpPost("checkout/{cart}")]
        public async Task<IActionResult> Post(string cart)
        {
            RedisKey key = "lock:cart:" + cart;
            RedisValue token = Guid.NewGuid().ToString();
            if (await _redis.LockTakeAsync(key, token, TimeSpan.FromSeconds(20))) // expect: RG3006
            {
                var total = await _redis.HashGetAsync("cart:" + cart, "total");
                await _redis.StringSetAsync("order:" + cart, total);
                await _redis.LockReleaseAsync(key, token);
                return Ok();
            }

            return Conflict();
        }
    }
}

namespace RG3006.Checkout.After
{
    [ApiController]
    public class CheckoutController : ControllerBase
    {
        private readonly IDatabase _redis;

        public CheckoutController(IConnectionMultiplexer connection) => _redis = connection.GetDatabase();

        [HttpPost("checkout/{cart}")]
        public async Task<IActionResult> Post(string cart)
        {
            RedisKey key = "lock:cart:" + cart;
            RedisValue token = Guid.NewGuid().ToString();
            if (await _redis.LockTakeAsync(key, token, TimeSpan.FromSeconds(20)))
            {
                try
                {
                    var total = await _redis.HashGetAsync("cart:" + cart, "total");
                    await _redis.StringSetAsync("order:" + cart, total);
                }
                finally
                {
                    await _redis.LockReleaseAsync(key, token);
                }

                return Ok();
            }

            return Conflict();
        }
    }
}

namespace RG3006.RetryLoop.Before
{
    public sealed class Sequence(IDatabase database, ILogger<Sequence> logger)
    {
        private const string LockKey = "sequence:lock";

        public async Task<long> NextAsync(CancellationToken cancellationToken)
        {
            var owner = $"{Environment.MachineName}:{Guid.NewGuid():N}";
            for (var attempt = 1; attempt <= 5; attempt++)
            {
                if (!await database.LockTakeAsync(LockKey, owner, TimeSpan.FromSeconds(5)).ConfigureAwait(false)) // expect: RG3006
                {
                    logger.LogDebug("Attempt {Attempt} failed", attempt);
                    await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), cancellationToken);
                    continue;
                }

                var next = (long)await database.StringGetAsync("sequence") + 1;
                await database.StringSetAsync("sequence", next);
                await database.LockReleaseAsync(LockKey, owner).ConfigureAwait(false);
                return next;
            }

            throw new TimeoutException();
        }
    }
}

namespace RG3006.RetryLoop.After
{
    public sealed class Sequence(IDatabase database, ILogger<Sequence> logger)
    {
        private const string LockKey = "sequence:lock";

        public async Task<long> NextAsync(CancellationToken cancellationToken)
        {
            var owner = $"{Environment.MachineName}:{Guid.NewGuid():N}";
            for (var attempt = 1; attempt <= 5; attempt++)
            {
                if (!await database.LockTakeAsync(LockKey, owner, TimeSpan.FromSeconds(5)).ConfigureAwait(false))
                {
                    logger.LogDebug("Attempt {Attempt} failed", attempt);
                    await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), cancellationToken);
                    continue;
                }

                try
                {
                    var next = (long)await database.StringGetAsync("sequence") + 1;
                    await database.StringSetAsync("sequence", next);
                    return next;
                }
                finally
                {
                    await database.LockReleaseAsync(LockKey, owner).ConfigureAwait(false);
                }
            }

            throw new TimeoutException();
        }
    }
}

namespace RG3006.EarlyReturn.Before
{
    public class PriceList
    {
        private readonly IConnectionMultiplexer redis;

        public PriceList(IConnectionMultiplexer redis)
        {
            this.redis = redis;
        }

        public bool Refresh(string shop, IDictionary<string, decimal> prices)
        {
            IDatabase db = this.redis.GetDatabase();
            string token = Guid.NewGuid().ToString();
            bool locked = db.LockTake("prices:" + shop, token, TimeSpan.FromMinutes(1)); // expect: RG3006
            if (!locked)
            {
                return false;
            }

            if (prices.Count == 0)
            {
                return false;
            }

            foreach (KeyValuePair<string, decimal> price in prices)
            {
                db.HashSet("shop:" + shop, price.Key, price.Value.ToString());
            }

            db.LockRelease("prices:" + shop, token);
            return true;
        }
    }
}

namespace RG3006.EarlyReturn.After
{
    public class PriceList
    {
        private readonly IConnectionMultiplexer redis;

        public PriceList(IConnectionMultiplexer redis)
        {
            this.redis = redis;
        }

        public bool Refresh(string shop, IDictionary<string, decimal> prices)
        {
            IDatabase db = this.redis.GetDatabase();
            string token = Guid.NewGuid().ToString();
            bool locked = db.LockTake("prices:" + shop, token, TimeSpan.FromMinutes(1));
            if (!locked)
            {
                return false;
            }

            try
            {
                if (prices.Count == 0)
                {
                    return false;
                }

                foreach (KeyValuePair<string, decimal> price in prices)
                {
                    db.HashSet("shop:" + shop, price.Key, price.Value.ToString());
                }
            }
            finally
            {
                db.LockRelease("prices:" + shop, token);
            }

            return true;
        }
    }
}

namespace RG3006.CatchOfOneKind.Before
{
    public class Importer(IDatabase db, ILogger<Importer> logger)
    {
        public async Task RunAsync(IReadOnlyList<string> lines)
        {
            var key = Key();
            var token = Guid.NewGuid().ToString("N");
            if (await db.LockTakeAsync(key, token, TimeSpan.FromMinutes(5))) // expect: RG3006
            {
                try
                {
                    foreach (var line in lines)
                    {
                        await db.ListRightPushAsync("lines", line);
                    }

                    await db.LockReleaseAsync(key, token);
                }
                catch (RedisTimeoutException e)
                {
                    logger.LogWarning(e, "Import stopped");
                    await db.LockReleaseAsync(key, token);
                }
            }
        }

        private static string Key() => "import";
    }
}

namespace RG3006.CatchOfOneKind.After
{
    public class Importer(IDatabase db, ILogger<Importer> logger)
    {
        public async Task RunAsync(IReadOnlyList<string> lines)
        {
            var key = Key();
            var token = Guid.NewGuid().ToString("N");
            if (await db.LockTakeAsync(key, token, TimeSpan.FromMinutes(5)))
            {
                try
                {
                    foreach (var line in lines)
                    {
                        await db.ListRightPushAsync("lines", line);
                    }
                }
                catch (RedisTimeoutException e)
                {
                    logger.LogWarning(e, "Import stopped");
                }
                finally
                {
                    await db.LockReleaseAsync(key, token);
                }
            }
        }

        private static string Key() => "import";
    }
}

namespace RG3006.Endpoint.Before
{
    public static class StockEndpoints
    {
        public static void MapStock(this IEndpointRouteBuilder app) => app.MapPost("/stock/{item}/take", async (string item, IDatabase db) =>
        {
            var token = Guid.NewGuid().ToString();
            while (!await db.LockTakeAsync($"stock:{item}", token, TimeSpan.FromSeconds(10))) // expect: RG3006
            {
                await Task.Delay(25);
            }

            var left = await db.StringDecrementAsync($"left:{item}");
            await db.LockReleaseAsync($"stock:{item}", token);
            return left;
        });
    }
}

namespace RG3006.Endpoint.After
{
    public static class StockEndpoints
    {
        public static void MapStock(this IEndpointRouteBuilder app) => app.MapPost("/stock/{item}/take", async (string item, IDatabase db) =>
        {
            var token = Guid.NewGuid().ToString();
            while (!await db.LockTakeAsync($"stock:{item}", token, TimeSpan.FromSeconds(10)))
            {
                await Task.Delay(25);
            }

            try
            {
                return await db.StringDecrementAsync($"left:{item}");
            }
            finally
            {
                await db.LockReleaseAsync($"stock:{item}", token);
            }
        });
    }
}

namespace RG3006.Worker.Before
{
    public class Worker(IConnectionMultiplexer connection, IServiceProvider services) : BackgroundService
    {
        private static readonly TimeSpan s_hold = TimeSpan.FromMinutes(1);
        private readonly string _token = Guid.NewGuid().ToString();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var db = connection.GetDatabase();
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var taken = await db.LockTakeAsync(Keys.Nightly, _token, s_hold); // expect: RG3006
                try
                {
                    if (taken)
                    {
                        await RunAsync(services, stoppingToken);
                        await db.LockReleaseAsync(Keys.Nightly, _token);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Console.Error.WriteLine(e.Message);
                }
            }
        }

        private static Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
            => services is null ? Task.CompletedTask : Task.Delay(1, cancellationToken);

        private static class Keys
        {
            public static readonly RedisKey Nightly = "nightly";
        }
    }
}

namespace RG3006.Worker.After
{
    public class Worker(IConnectionMultiplexer connection, IServiceProvider services) : BackgroundService
    {
        private static readonly TimeSpan s_hold = TimeSpan.FromMinutes(1);
        private readonly string _token = Guid.NewGuid().ToString();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var db = connection.GetDatabase();
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var taken = await db.LockTakeAsync(Keys.Nightly, _token, s_hold);
                try
                {
                    if (taken)
                    {
                        await RunAsync(services, stoppingToken);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Console.Error.WriteLine(e.Message);
                }
                finally
                {
                    if (taken)
                    {
                        await db.LockReleaseAsync(Keys.Nightly, _token);
                    }
                }
            }
        }

        private static Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
            => services is null ? Task.CompletedTask : Task.Delay(1, cancellationToken);

        private static class Keys
        {
            public static readonly RedisKey Nightly = "nightly";
        }
    }
}

namespace RG3006.Callback.Before
{
    public static class DatabaseExtensions
    {
        public static T WithLock<T>(this IDatabase db, string name, Func<T> work)
        {
            var token = (RedisValue)Guid.NewGuid().ToByteArray();
            if (db.LockTake(name, token, TimeSpan.FromSeconds(30)) is false) // expect: RG3006
                throw new TimeoutException(name);
            var result = work();
            db.LockRelease(name, token, CommandFlags.FireAndForget);
            return result;
        }
    }
}

namespace RG3006.Callback.After
{
    public static class DatabaseExtensions
    {
        public static T WithLock<T>(this IDatabase db, string name, Func<T> work)
        {
            var token = (RedisValue)Guid.NewGuid().ToByteArray();
            if (db.LockTake(name, token, TimeSpan.FromSeconds(30)) is false)
                throw new TimeoutException(name);
            try
            {
                return work();
            }
            finally
            {
                db.LockRelease(name, token, CommandFlags.FireAndForget);
            }
        }
    }
}

namespace RG3006.LocalFunction.Before
{
    public record Mailer(IDatabase Db)
    {
        public void SendAll(IEnumerable<string> recipients)
        {
            foreach (var recipient in recipients.Distinct())
            {
                Send(recipient);
            }

            void Send(string recipient)
            {
                var (key, token) = ($"mail:{recipient}", Environment.ProcessId.ToString());
                bool mine = Db.LockTake(key, token, TimeSpan.FromSeconds(3)); // expect: RG3006
                if (mine is true)
                {
                    Db.ListRightPush("outbox", recipient);
                    Db.StringIncrement("sent");
                    Db.LockRelease(key, token);
                }
            }
        }
    }
}

namespace RG3006.LocalFunction.After
{
    public record Mailer(IDatabase Db)
    {
        public void SendAll(IEnumerable<string> recipients)
        {
            foreach (var recipient in recipients.Distinct())
            {
                Send(recipient);
            }

            void Send(string recipient)
            {
                var (key, token) = ($"mail:{recipient}", Environment.ProcessId.ToString());
                bool mine = Db.LockTake(key, token, TimeSpan.FromSeconds(3));
                if (mine is true)
                {
                    try
                    {
                        Db.ListRightPush("outbox", recipient);
                        Db.StringIncrement("sent");
                    }
                    finally
                    {
                        Db.LockRelease(key, token);
                    }
                }
            }
        }
    }
}

namespace RG3006.HelperReleases.Before
{
    public abstract class JobBase(IDatabase db)
    {
        protected abstract string Name { get; }

        public async Task ExecuteAsync(CancellationToken cancellationToken)
        {
            var id = Guid.NewGuid().ToString();
            if (!await db.LockTakeAsync(Name, id, TimeSpan.FromMinutes(2))) // expect: RG3006
            {
                return;
            }

            await DoAsync(cancellationToken);
            await UnlockAsync(Name, id);
        }

        protected abstract Task DoAsync(CancellationToken cancellationToken);

        private Task<bool> UnlockAsync(string name, string id) => db.LockReleaseAsync(name, id);
    }
}

namespace RG3006.HelperReleases.After
{
    public abstract class JobBase(IDatabase db)
    {
        protected abstract string Name { get; }

        public async Task ExecuteAsync(CancellationToken cancellationToken)
        {
            var id = Guid.NewGuid().ToString();
            if (!await db.LockTakeAsync(Name, id, TimeSpan.FromMinutes(2)))
            {
                return;
            }

            try
            {
                await DoAsync(cancellationToken);
            }
            finally
            {
                await UnlockAsync(Name, id);
            }
        }

        protected abstract Task DoAsync(CancellationToken cancellationToken);

        private Task<bool> UnlockAsync(string name, string id) => db.LockReleaseAsync(name, id);
    }
}

namespace RG3006.BesideAPair.Before
{
    public class Jobs
    {
        private readonly IDatabase _database;

        public Jobs(IDatabase database) => _database = database;

        public async Task<string> RunAsync(string job)
        {
            var token = Guid.NewGuid().ToString();
            if (await _database.LockTakeAsync(job, token, TimeSpan.FromSeconds(10))) // expect: RG3006
            {
                var input = await _database.StringGetAsync(job + ":input");
                if (input.IsNull)
                {
                    return "nothing to do";
                }

                await _database.LockReleaseAsync(job, token);
                return input!;
            }

            return "busy";
        }

        public Task<bool> UnlockAsync(string job, string token) => _database.LockReleaseAsync(job, token);
    }
}

namespace RG3006.BesideAPair.After
{
    public class Jobs
    {
        private readonly IDatabase _database;

        public Jobs(IDatabase database) => _database = database;

        public async Task<string> RunAsync(string job)
        {
            var token = Guid.NewGuid().ToString();
            if (await _database.LockTakeAsync(job, token, TimeSpan.FromSeconds(10)))
            {
                try
                {
                    var input = await _database.StringGetAsync(job + ":input");
                    return input.IsNull ? "nothing to do" : input.ToString();
                }
                finally
                {
                    await _database.LockReleaseAsync(job, token);
                }
            }

            return "busy";
        }

        public Task<bool> UnlockAsync(string job, string token) => _database.LockReleaseAsync(job, token);
    }
}

namespace RG3006.EarlyAnswer.Before
{
    public sealed class Cache
    {
        private readonly IDatabase _db;

        public Cache(IConnectionMultiplexer connection) => _db = connection.GetDatabase();

        public bool Fill(string key, Func<string> make)
        {
            RedisValue token = Environment.MachineName;
            if (!_db.LockTake(key + ":lock", token, TimeSpan.FromSeconds(5))) // expect: RG3006
            {
                return false;
            }

            if (_db.KeyExists(key))
            {
                return true;
            }

            try
            {
                return _db.StringSet(key, make());
            }
            finally
            {
                _db.LockRelease(key + ":lock", token);
            }
        }

        public async Task<(bool Done, string? Value)> FillAsync(string key, Func<Task<string>> make)
        {
            RedisValue token = Environment.MachineName;
            for (int attempt = 0; attempt < 5; attempt++)
            {
                if (!await _db.LockTakeAsync(key + ":lock", token, TimeSpan.FromSeconds(5))) // expect: RG3006
                {
                    await Task.Delay(100);
                    continue;
                }

                var kept = await _db.StringGetAsync(key);
                if (kept.HasValue)
                {
                    return (true, kept);
                }

                try
                {
                    string made = await make();
                    return (await _db.StringSetAsync(key, made), made);
                }
                finally
                {
                    await _db.LockReleaseAsync(key + ":lock", token);
                }
            }

            return (false, null);
        }
    }
}

namespace RG3006.EarlyAnswer.After
{
    public sealed class Cache
    {
        private readonly IDatabase _db;

        public Cache(IConnectionMultiplexer connection) => _db = connection.GetDatabase();

        public bool Fill(string key, Func<string> make)
        {
            RedisValue token = Environment.MachineName;
            if (!_db.LockTake(key + ":lock", token, TimeSpan.FromSeconds(5)))
            {
                return false;
            }

            try
            {
                return _db.KeyExists(key) || _db.StringSet(key, make());
            }
            finally
            {
                _db.LockRelease(key + ":lock", token);
            }
        }

        /// <summary>Hands the lock on: who is told true has it.</summary>
        public bool TryEnter(string key)
        {
            bool isOpen = false;
            if (!_db.LockTake(key, Environment.MachineName, TimeSpan.FromSeconds(5)))
            {
                return false;
            }

            try
            {
                isOpen = !_db.KeyExists("closed");
                return isOpen;
            }
            finally
            {
                if (!isOpen)
                {
                    _db.LockRelease(key, Environment.MachineName);
                }
            }
        }
    }
}

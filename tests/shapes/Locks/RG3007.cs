// Lock released with another token.
using System;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RG3007.FreshToken.Before
{
    public class Reports
    {
        private readonly IDatabase _db;

        public Reports(IDatabase db) => _db = db;

        public async Task BuildAsync(string name)
        {
            if (!await _db.LockTakeAsync($"report:{name}", Guid.NewGuid().ToString(), TimeSpan.FromMinutes(1)))
            {
                return;
            }

            try
            {
                await _db.StringSetAsync($"report:{name}:at", DateTime.UtcNow.Ticks);
            }
            finally
            {
                await _db.LockReleaseAsync($"report:{name}", Guid.NewGuid().ToString()); // expect: RG3007
            }
        }
    }
}

namespace RG3007.FreshToken.After
{
    public class Reports
    {
        private readonly IDatabase _db;

        public Reports(IDatabase db) => _db = db;

        public async Task BuildAsync(string name)
        {
            var token = Guid.NewGuid().ToString();
            if (!await _db.LockTakeAsync($"report:{name}", token, TimeSpan.FromMinutes(1)))
            {
                return;
            }

            try
            {
                await _db.StringSetAsync($"report:{name}:at", DateTime.UtcNow.Ticks);
            }
            finally
            {
                await _db.LockReleaseAsync($"report:{name}", token);
            }
        }
    }
}

namespace RG3007.Constant.Before
{
    public class Migration
    {
        private const string Owner = "migration";

        public static void Run(IDatabase db, string machine)
        {
            if (db.LockTake("migrate", machine, TimeSpan.FromMinutes(10)))
            {
                try
                {
                    db.StringSet("schema", 7);
                }
                finally
                {
                    db.LockRelease("migrate", Owner); // expect: RG3007
                }
            }
        }
    }
}

namespace RG3007.Constant.After
{
    public class Migration
    {
        public static void Run(IDatabase db, string machine)
        {
            if (db.LockTake("migrate", machine, TimeSpan.FromMinutes(10)))
            {
                try
                {
                    db.StringSet("schema", 7);
                }
                finally
                {
                    db.LockRelease("migrate", machine);
                }
            }
        }
    }
}

namespace RG3007.KeyForToken.Before
{
    public class Inventory(IDatabase db)
    {
        public bool Reserve(string sku, string order)
        {
            var lockKey = "inv:" + sku;
            if (!db.LockTake(lockKey, order, TimeSpan.FromSeconds(5))) return false;
            try
            {
                return db.StringDecrement(sku) >= 0;
            }
            finally
            {
                db.LockRelease(lockKey, sku); // expect: RG3007
            }
        }
    }
}

namespace RG3007.KeyForToken.After
{
    public class Inventory(IDatabase db)
    {
        public bool Reserve(string sku, string order)
        {
            var lockKey = "inv:" + sku;
            if (!db.LockTake(lockKey, order, TimeSpan.FromSeconds(5))) return false;
            try
            {
                return db.StringDecrement(sku) >= 0;
            }
            finally
            {
                db.LockRelease(lockKey, order);
            }
        }
    }
}

namespace RG3007.Getter.Before
{
    public sealed class TokenProvider(IDatabase db)
    {
        private static string Token => Guid.NewGuid().ToString("N");

        public string? Renew()
        {
            if (db.LockTake("oauth", Token, TimeSpan.FromSeconds(10)))
            {
                try
                {
                    return db.StringGetSet("oauth:token", DateTime.UtcNow.Ticks);
                }
                finally
                {
                    db.LockRelease("oauth", Token); // expect: RG3007
                }
            }

            return null;
        }
    }
}

namespace RG3007.Getter.After
{
    public sealed class TokenProvider(IDatabase db)
    {
        private static string Token { get; } = Guid.NewGuid().ToString("N");

        public string? Renew()
        {
            if (db.LockTake("oauth", Token, TimeSpan.FromSeconds(10)))
            {
                try
                {
                    return db.StringGetSet("oauth:token", DateTime.UtcNow.Ticks);
                }
                finally
                {
                    db.LockRelease("oauth", Token);
                }
            }

            return null;
        }
    }
}

namespace RG3007.Factory.Before
{
    public class Scheduler(IConnectionMultiplexer redis, ILogger<Scheduler> log)
    {
        public void Tick()
        {
            var database = redis.GetDatabase(3);
            var acquired = database.LockTake(key: "tick", value: NewToken(), expiry: TimeSpan.FromSeconds(5));
            if (!acquired)
            {
                log.LogTrace("Somebody else ticks");
                return;
            }

            try
            {
                database.StringIncrement("ticks");
            }
            finally
            {
                database.LockRelease(key: "tick", value: NewToken()); // expect: RG3007
            }
        }

        private static RedisValue NewToken()
        {
            return Environment.MachineName + Guid.NewGuid();
        }
    }
}

namespace RG3007.Factory.After
{
    public class Scheduler(IConnectionMultiplexer redis, ILogger<Scheduler> log)
    {
        public void Tick()
        {
            var database = redis.GetDatabase(3);
            var token = NewToken();
            var acquired = database.LockTake(key: "tick", value: token, expiry: TimeSpan.FromSeconds(5));
            if (!acquired)
            {
                log.LogTrace("Somebody else ticks");
                return;
            }

            try
            {
                database.StringIncrement("ticks");
            }
            finally
            {
                database.LockRelease(key: "tick", value: token);
            }
        }

        private static RedisValue NewToken()
        {
            return Environment.MachineName + Guid.NewGuid();
        }
    }
}

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

namespace RG3007.Renewed.Before
{
    public class Exports
    {
        private readonly IDatabase _database;
        private string _owner = "";

        public Exports(IDatabase database) => _database = database;

        public async Task RunAsync(Func<string, Task> work)
        {
            string ticket = Guid.NewGuid().ToString("N");
            bool held = await _database.LockTakeAsync("exports", ticket, TimeSpan.FromSeconds(30));
            if (!held)
            {
                return;
            }

            try
            {
                await work(ticket);
                ticket = Guid.NewGuid().ToString("N");
                await work(ticket);
            }
            finally
            {
                await _database.LockReleaseAsync("exports", ticket); // expect: RG3007
            }
        }

        public void Once(Action work)
        {
            _owner = Guid.NewGuid().ToString();
            if (_database.LockTake("once", _owner, TimeSpan.FromSeconds(5)))
            {
                try
                {
                    _owner = "finished";
                    work();
                }
                finally
                {
                    _database.LockRelease("once", _owner); // expect: RG3007
                }
            }
        }

        public bool Retried(Func<bool> work, int attempts)
        {
            RedisValue token = Guid.NewGuid().ToString();
            if (!_database.LockTake("retried", token, TimeSpan.FromSeconds(5)))
            {
                return false;
            }

            try
            {
                for (int i = 0; i < attempts; i++)
                {
                    if (work())
                    {
                        return true;
                    }

                    token = Guid.NewGuid().ToString();
                }

                return false;
            }
            finally
            {
                _database.LockRelease("retried", token); // expect: RG3007
            }
        }
    }
}

namespace RG3007.Renewed.After
{
    public class Exports
    {
        private readonly IDatabase _database;
        private string _owner = "";

        public Exports(IDatabase database) => _database = database;

        public async Task RunAsync(Func<string, Task> work)
        {
            string ticket = Guid.NewGuid().ToString("N");
            bool held = await _database.LockTakeAsync("exports", ticket, TimeSpan.FromSeconds(30));
            if (!held)
            {
                return;
            }

            try
            {
                await work(ticket);
                string next = Guid.NewGuid().ToString("N");
                await work(next);
            }
            finally
            {
                await _database.LockReleaseAsync("exports", ticket);
            }
        }

        public void Once(Action work)
        {
            _owner = Guid.NewGuid().ToString();
            if (_database.LockTake("once", _owner, TimeSpan.FromSeconds(5)))
            {
                try
                {
                    work();
                }
                finally
                {
                    _database.LockRelease("once", _owner);
                    _owner = "finished";
                }
            }
        }

        public void Taken(Action work)
        {
            RedisValue token = Guid.NewGuid().ToString();
            while (!_database.LockTake("taken", token, TimeSpan.FromSeconds(5)))
            {
                token = Guid.NewGuid().ToString();
            }

            try
            {
                work();
            }
            finally
            {
                _database.LockRelease("taken", token);
            }
        }
    }
}

namespace RG3007.NameOfTheMachine.Before
{
    public class Nightly(IDatabase database)
    {
        public async Task RunAsync(Func<Task> work)
        {
            RedisValue token = Guid.NewGuid().ToString();
            if (!await database.LockTakeAsync("nightly", token, TimeSpan.FromMinutes(1)))
            {
                return;
            }

            try
            {
                await work();
            }
            finally
            {
                token = Environment.MachineName;
                await database.LockReleaseAsync("nightly", token); // expect: RG3007
            }
        }

        public void Twice(Action work)
        {
            string owner = Guid.NewGuid().ToString("N");
            if (database.LockTake("twice", owner, TimeSpan.FromSeconds(5)))
            {
                try
                {
                    owner = Environment.UserName + ":" + Environment.ProcessId;
                    work();
                }
                finally
                {
                    database.LockRelease("twice", owner); // expect: RG3007
                }
            }
        }

        public void Hourly(Action work)
        {
            RedisValue token = Guid.NewGuid().ToString();
            if (database.LockTake("hourly", token, TimeSpan.FromSeconds(5)))
            {
                try
                {
                    work();
                }
                finally
                {
                    token = System.Net.Dns.GetHostName();
                    database.LockRelease("hourly", token); // expect: RG3007
                }
            }
        }
    }
}

namespace RG3007.NameOfTheMachine.After
{
    public class Nightly(IDatabase database)
    {
        public async Task RunAsync(Func<Task> work)
        {
            RedisValue token = Environment.MachineName;
            if (!await database.LockTakeAsync("nightly", token, TimeSpan.FromMinutes(1)))
            {
                return;
            }

            try
            {
                await work();
            }
            finally
            {
                await database.LockReleaseAsync("nightly", token);
            }
        }

        public async Task HandedOverAsync(Func<string, Task<string>> hand)
        {
            string token = Guid.NewGuid().ToString();
            if (!await database.LockTakeAsync("handed", token, TimeSpan.FromMinutes(1)))
            {
                return;
            }

            try
            {
                token = await hand(token);
            }
            finally
            {
                await database.LockReleaseAsync("handed", token);
            }
        }
    }
}

// Queued commands are never sent: without Execute their tasks stay open for ever, and no timeout ends them.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace RG3003.Forgotten.Before
{
    public class Counters
    {
        private readonly IDatabase _database;

        public Counters(IDatabase database) => _database = database;

        public void Reset(IEnumerable<string> names)
        {
            var batch = _database.CreateBatch(); // expect: RG3003
            foreach (string name in names)
            {
                _ = batch.StringSetAsync("counter:" + name, 0, flags: CommandFlags.FireAndForget);
            }
        }
    }
}

namespace RG3003.Forgotten.After
{
    public class Counters
    {
        private readonly IDatabase _database;

        public Counters(IDatabase database) => _database = database;

        public void Reset(IEnumerable<string> names)
        {
            var batch = _database.CreateBatch();
            foreach (string name in names)
            {
                _ = batch.StringSetAsync("counter:" + name, 0, flags: CommandFlags.FireAndForget);
            }

            batch.Execute();
        }
    }
}

namespace RG3003.TaskReturned.Before
{
    public static class BatchExtensions
    {
        public static Task<RedisValue[]> ReadAllAsync(this IDatabase database, IReadOnlyCollection<string> keys)
        {
            IBatch batch = database.CreateBatch(); // expect: RG3003
            return Task.WhenAll(keys.Select(key => batch.StringGetAsync(key)));
        }
    }
}

namespace RG3003.TaskReturned.After
{
    public static class BatchExtensions
    {
        public static Task<RedisValue[]> ReadAllAsync(this IDatabase database, IReadOnlyCollection<string> keys)
        {
            IBatch batch = database.CreateBatch();
            var reads = Task.WhenAll(keys.Select(key => batch.StringGetAsync(key)));
            batch.Execute();
            return reads;
        }
    }
}

namespace RG3003.EarlyReturn.Before
{
    public class Accounts
    {
        public Task<bool> TransferAsync(IDatabase database, string from, string to, long amount, bool isTrial)
        {
            var transaction = database.CreateTransaction(); // expect: RG3003
            transaction.AddCondition(Condition.KeyExists(from));
            var taken = transaction.StringDecrementAsync(from, amount);
            _ = transaction.StringIncrementAsync(to, amount);
            if (isTrial)
            {
                return taken.ContinueWith(left => left.Result >= 0, TaskScheduler.Default);
            }

            return transaction.ExecuteAsync();
        }
    }
}

namespace RG3003.EarlyReturn.After
{
    public class Accounts
    {
        public Task<bool> TransferAsync(IDatabase database, string from, string to, long amount, bool isTrial)
        {
            if (isTrial)
            {
                return database.StringGetAsync(from).ContinueWith(left => (long)left.Result >= amount, TaskScheduler.Default);
            }

            var transaction = database.CreateTransaction();
            transaction.AddCondition(Condition.KeyExists(from));
            _ = transaction.StringDecrementAsync(from, amount);
            _ = transaction.StringIncrementAsync(to, amount);
            return transaction.ExecuteAsync();
        }
    }
}

namespace RG3003.OtherBatchSent.Before
{
    public class Rebuild
    {
        public void Run(IDatabase database, IEnumerable<KeyValuePair<RedisKey, RedisValue>> pairs)
        {
            var removal = database.CreateBatch(); // expect: RG3003
            var addition = database.CreateBatch();
            foreach (var pair in pairs)
            {
                removal.KeyDeleteAsync(pair.Key);
                addition.StringSetAsync(pair.Key, pair.Value);
            }

            addition.Execute();
        }
    }
}

namespace RG3003.OtherBatchSent.After
{
    public class Rebuild
    {
        public void Run(IDatabase database, IEnumerable<KeyValuePair<RedisKey, RedisValue>> pairs)
        {
            var removal = database.CreateBatch();
            var addition = database.CreateBatch();
            foreach (var pair in pairs)
            {
                removal.KeyDeleteAsync(pair.Key);
                addition.StringSetAsync(pair.Key, pair.Value);
            }

            removal.Execute();
            addition.Execute();
        }
    }
}

namespace RG3003.WaitsWithoutSending.Before
{
    public class ProfileController : Controller
    {
        private readonly IConnectionMultiplexer _redis;

        public ProfileController(IConnectionMultiplexer redis) => _redis = redis;

        public async Task<IActionResult> Index(string user)
        {
            var tran = _redis.GetDatabase().CreateTransaction(); // expect: RG3003
            var name = tran.HashGetAsync(user, "name");
            var visits = tran.HashIncrementAsync(user, "visits");
            await Task.WhenAll(name, visits);
            return View(new { Name = (string?)name.Result, Visits = visits.Result });
        }
    }
}

namespace RG3003.WaitsWithoutSending.After
{
    public class ProfileController : Controller
    {
        private readonly IConnectionMultiplexer _redis;

        public ProfileController(IConnectionMultiplexer redis) => _redis = redis;

        public async Task<IActionResult> Index(string user)
        {
            var tran = _redis.GetDatabase().CreateTransaction();
            var name = tran.HashGetAsync(user, "name");
            var visits = tran.HashIncrementAsync(user, "visits");
            await tran.ExecuteAsync();
            await Task.WhenAll(name, visits);
            return View(new { Name = (string?)name.Result, Visits = visits.Result });
        }
    }
}

namespace RG3003.HelperQueues.Before
{
    public class Feed
    {
        public Task PublishAsync(IDatabase database, string user, IEnumerable<string> followers)
        {
            var batch = database.CreateBatch(); // expect: RG3003
            var pending = followers.Select(follower => Push(batch, follower, user)).ToList();
            return Task.WhenAll(pending);
        }

        private static Task<long> Push(IDatabaseAsync target, string follower, string user)
            => target.ListLeftPushAsync("feed:" + follower, user);
    }
}

namespace RG3003.HelperQueues.After
{
    public class Feed
    {
        public Task PublishAsync(IDatabase database, string user, IEnumerable<string> followers)
        {
            var batch = database.CreateBatch();
            var pending = followers.Select(follower => Push(batch, follower, user)).ToList();
            batch.Execute();
            return Task.WhenAll(pending);
        }

        private static Task<long> Push(IDatabaseAsync target, string follower, string user)
            => target.ListLeftPushAsync("feed:" + follower, user);
    }
}

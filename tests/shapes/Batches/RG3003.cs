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

namespace RG3003.RefusedAfterQueueing.Before
{
    public class Transfers
    {
        public async Task<bool> MoveAsync(IDatabase database, string from, string to, long cents, long limit)
        {
            var work = database.CreateTransaction(); // expect: RG3003
            Task<long> left = work.StringDecrementAsync(from, cents);
            Task<long> right = work.StringIncrementAsync(to, cents);
            if (cents > limit)
            {
                Console.WriteLine("too much");
                return false;
            }

            if (!await work.ExecuteAsync())
            {
                return false;
            }

            Console.WriteLine(await left + await right);
            return true;
        }
    }
}

namespace RG3003.RefusedAfterQueueing.After
{
    public class Transfers
    {
        public async Task<bool> MoveAsync(IDatabase database, string from, string to, long cents, long limit)
        {
            if (cents > limit)
            {
                Console.WriteLine("too much");
                return false;
            }

            var work = database.CreateTransaction();
            Task<long> left = work.StringDecrementAsync(from, cents);
            Task<long> right = work.StringIncrementAsync(to, cents);
            if (!await work.ExecuteAsync())
            {
                return false;
            }

            Console.WriteLine(await left + await right);
            return true;
        }
    }
}

namespace RG3003.OneBranchSends.Before
{
    public enum Mode
    {
        Draft,
        Final,
    }

    public class Documents
    {
        public void Save(IDatabase database, string id, string text, Mode mode)
        {
            IBatch writes = database.CreateBatch(); // expect: RG3003
            writes.StringSetAsync("doc:" + id, text);
            switch (mode)
            {
                case Mode.Draft:
                    Console.WriteLine("draft");
                    break;
                case Mode.Final:
                    writes.Execute();
                    break;
            }
        }

        public void Touch(IDatabase database, string id, bool isNew)
        {
            var writes = database.CreateBatch(); // expect: RG3003
            _ = writes.KeyTouchAsync("doc:" + id);
            if (isNew)
            {
                _ = writes.SetAddAsync("docs", id);
                writes.Execute();
            }
        }
    }
}

namespace RG3003.OneBranchSends.After
{
    public class Documents
    {
        public void Save(IDatabase database, string id, string text, RG3003.OneBranchSends.Before.Mode mode)
        {
            IBatch writes = database.CreateBatch();
            writes.StringSetAsync("doc:" + id, text);
            switch (mode)
            {
                case RG3003.OneBranchSends.Before.Mode.Draft:
                    Console.WriteLine("draft");
                    break;
            }

            writes.Execute();
        }

        public void Touch(IDatabase database, string id, bool isNew)
        {
            var writes = database.CreateBatch();
            _ = writes.KeyTouchAsync("doc:" + id);
            if (isNew)
            {
                _ = writes.SetAddAsync("docs", id);
            }

            writes.Execute();
        }
    }
}

namespace RG3003.LastPartialChunk.Before
{
    public class Imports
    {
        private const int Size = 250;

        public void Load(IDatabase database, IEnumerable<KeyValuePair<string, string>> lines)
        {
            var chunk = database.CreateBatch(); // expect: RG3003
            int count = 0;
            foreach (var (key, value) in lines)
            {
                chunk.StringSetAsync(key, value);
                count++;
                if (count >= Size)
                {
                    chunk.Execute();
                    chunk = database.CreateBatch();
                    count = 0;
                }
            }
        }

        public void Expire(IDatabase database, IReadOnlyList<string> keys)
        {
            var chunk = database.CreateBatch(); // expect: RG3003
            for (int i = 1; i <= keys.Count; i++)
            {
                chunk.KeyExpireAsync(keys[i - 1], TimeSpan.FromHours(1));
                if (i % Size == 0)
                {
                    chunk.Execute();
                }
            }
        }
    }
}

namespace RG3003.LastPartialChunk.After
{
    public class Imports
    {
        private const int Size = 250;

        public void Load(IDatabase database, IEnumerable<KeyValuePair<string, string>> lines)
        {
            var chunk = database.CreateBatch();
            int count = 0;
            foreach (var (key, value) in lines)
            {
                chunk.StringSetAsync(key, value);
                count++;
                if (count >= Size)
                {
                    chunk.Execute();
                    chunk = database.CreateBatch();
                    count = 0;
                }
            }

            if (count > 0)
            {
                chunk.Execute();
            }
        }

        public void Expire(IDatabase database, IReadOnlyList<string> keys)
        {
            var chunk = database.CreateBatch();
            for (int i = 1; i <= keys.Count; i++)
            {
                chunk.KeyExpireAsync(keys[i - 1], TimeSpan.FromHours(1));
                if (i % Size == 0)
                {
                    chunk.Execute();
                }
            }

            chunk.Execute();
        }
    }
}

namespace RG3003.Replaced.Before
{
    public class Rebuild
    {
        public void Run(IDatabase database, IEnumerable<string[]> parts)
        {
            IBatch? batch = null;
            foreach (string[] part in parts)
            {
                batch = database.CreateBatch(); // expect: RG3003
                foreach (string key in part)
                {
                    batch.KeyDeleteAsync(key);
                }
            }

            batch?.Execute();
        }
    }
}

namespace RG3003.Replaced.After
{
    public class Rebuild
    {
        public void Run(IDatabase database, IEnumerable<string[]> parts)
        {
            foreach (string[] part in parts)
            {
                var batch = database.CreateBatch();
                foreach (string key in part)
                {
                    batch.KeyDeleteAsync(key);
                }

                batch.Execute();
            }
        }
    }
}

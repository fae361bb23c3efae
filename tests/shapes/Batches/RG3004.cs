// Waits for a command that is not sent yet: the wait never ends, so that Execute is never reached.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG3004.WhenAll.Before
{
    public class Scores
    {
        public async Task AddAsync(IDatabase database, IReadOnlyDictionary<string, double> scores)
        {
            var batch = database.CreateBatch();
            var tasks = new List<Task>();
            foreach (var (player, score) in scores)
            {
                tasks.Add(batch.SortedSetAddAsync("scores", player, score));
            }

            await Task.WhenAll(tasks); // expect: RG3004
            batch.Execute();
        }
    }
}

namespace RG3004.WhenAll.After
{
    public class Scores
    {
        public async Task AddAsync(IDatabase database, IReadOnlyDictionary<string, double> scores)
        {
            var batch = database.CreateBatch();
            var tasks = new List<Task>();
            foreach (var (player, score) in scores)
            {
                tasks.Add(batch.SortedSetAddAsync("scores", player, score));
            }

            batch.Execute();
            await Task.WhenAll(tasks);
        }
    }
}

namespace RG3004.Captured.Before
{
    public class Registration
    {
        private readonly IConnectionMultiplexer _redis;

        public Registration(IConnectionMultiplexer redis) => _redis = redis;

        public async Task<bool> RegisterAsync(string mail, string name)
        {
            ITransaction transaction = _redis.GetDatabase().CreateTransaction();
            transaction.AddCondition(Condition.HashNotExists("users", mail));
            Task<bool> added = transaction.HashSetAsync("users", mail, name);
            bool isNew = await added.ConfigureAwait(false); // expect: RG3004
            return await transaction.ExecuteAsync() && isNew;
        }
    }
}

namespace RG3004.Captured.After
{
    public class Registration
    {
        private readonly IConnectionMultiplexer _redis;

        public Registration(IConnectionMultiplexer redis) => _redis = redis;

        public async Task<bool> RegisterAsync(string mail, string name)
        {
            ITransaction transaction = _redis.GetDatabase().CreateTransaction();
            transaction.AddCondition(Condition.HashNotExists("users", mail));
            Task<bool> added = transaction.HashSetAsync("users", mail, name);
            return await transaction.ExecuteAsync() && await added.ConfigureAwait(false);
        }
    }
}

namespace RG3004.WaitAll.Before
{
    public class Loader
    {
        public RedisValue[] Load(IDatabase database, string[] keys)
        {
            var batch = database.CreateBatch();
            var tasks = keys.Select(key => batch.StringGetAsync(key)).ToArray();
            Task.WaitAll(tasks); // expect: RG3004
            batch.Execute();
            return tasks.Select(task => task.Result).ToArray();
        }
    }
}

namespace RG3004.WaitAll.After
{
    public class Loader
    {
        public RedisValue[] Load(IDatabase database, string[] keys)
        {
            var batch = database.CreateBatch();
            var tasks = keys.Select(key => batch.StringGetAsync(key)).ToArray();
            batch.Execute();
            Task.WaitAll(tasks);
            return tasks.Select(task => task.Result).ToArray();
        }
    }
}

namespace RG3004.ResultFirst.Before
{
    public class Inventory
    {
        public bool Reserve(IDatabase database, string article)
        {
            var transaction = database.CreateTransaction();
            var left = transaction.StringDecrementAsync(article);
            if (left.Result < 0) // expect: RG3004
            {
                return false;
            }

            return transaction.Execute();
        }
    }
}

namespace RG3004.ResultFirst.After
{
    public class Inventory
    {
        public bool Reserve(IDatabase database, string article)
        {
            var transaction = database.CreateTransaction();
            var left = transaction.StringDecrementAsync(article);
            return transaction.Execute() && left.Result >= 0;
        }
    }
}

namespace RG3004.Helper.Before
{
    public class Sessions
    {
        public async Task SaveAsync(IDatabase database, string id, string data)
        {
            var batch = database.CreateBatch();
            var written = WriteAsync(batch, id, data);
            await written; // expect: RG3004
            batch.Execute();
        }

        private static Task WriteAsync(IBatch batch, string id, string data)
            => Task.WhenAll(batch.StringSetAsync(id, data), batch.KeyExpireAsync(id, TimeSpan.FromMinutes(20)));
    }
}

namespace RG3004.Helper.After
{
    public class Sessions
    {
        public async Task SaveAsync(IDatabase database, string id, string data)
        {
            var batch = database.CreateBatch();
            var written = WriteAsync(batch, id, data);
            batch.Execute();
            await written;
        }

        private static Task WriteAsync(IBatch batch, string id, string data)
            => Task.WhenAll(batch.StringSetAsync(id, data), batch.KeyExpireAsync(id, TimeSpan.FromMinutes(20)));
    }
}

namespace RG3004.AskedWhichWasFirst.Before
{
    public class Probe
    {
        public async Task<bool> IsThereAsync(IDatabase database, string key, TimeSpan limit)
        {
            var batch = database.CreateBatch();
            var there = batch.KeyExistsAsync(key);
            if (await Task.WhenAny(there, Task.Delay(limit)) != there) // expect: RG3004
            {
                Console.WriteLine("slow");
            }

            batch.Execute();
            return await there;
        }

        public int Index(IDatabase database, string key)
        {
            var batch = database.CreateBatch();
            Task<long> one = batch.ListLengthAsync(key);
            Task<long> two = batch.SetLengthAsync(key);
            int first = Task.WaitAny(one, two); // expect: RG3004
            batch.Execute();
            return first;
        }
    }
}

namespace RG3004.AskedWhichWasFirst.After
{
    public class Probe
    {
        public async Task<bool> IsThereAsync(IDatabase database, string key, TimeSpan limit)
        {
            var batch = database.CreateBatch();
            var there = batch.KeyExistsAsync(key);
            batch.Execute();
            if (await Task.WhenAny(there, Task.Delay(limit)) != there)
            {
                Console.WriteLine("slow");
            }

            return await there;
        }

        public int Index(IDatabase database, string key)
        {
            var batch = database.CreateBatch();
            Task<long> one = batch.ListLengthAsync(key);
            Task<long> two = batch.SetLengthAsync(key);
            batch.Execute();
            return Task.WaitAny(one, two);
        }
    }
}

namespace RG3004.WaitOfLibrary.Before
{
    public class Sums
    {
        public long Add(IConnectionMultiplexer connection, IDatabase database, string key, long by)
        {
            var transaction = database.CreateTransaction();
            var sum = transaction.StringIncrementAsync(key, by);
            long value = connection.Wait(sum); // expect: RG3004
            transaction.Execute();
            return value;
        }

        public void Clear(IDatabase database, string first, string second)
        {
            var batch = database.CreateBatch();
            var one = batch.KeyDeleteAsync(first);
            var two = batch.KeyDeleteAsync(second);
            database.WaitAll(one, two); // expect: RG3004
            batch.Execute();
        }
    }
}

namespace RG3004.WaitOfLibrary.After
{
    public class Sums
    {
        public long Add(IConnectionMultiplexer connection, IDatabase database, string key, long by)
        {
            var transaction = database.CreateTransaction();
            var sum = transaction.StringIncrementAsync(key, by);
            transaction.Execute();
            return connection.Wait(sum);
        }

        public void Clear(IDatabase database, string first, string second)
        {
            var batch = database.CreateBatch();
            var one = batch.KeyDeleteAsync(first);
            var two = batch.KeyDeleteAsync(second);
            batch.Execute();
            database.WaitAll(one, two);
        }
    }
}

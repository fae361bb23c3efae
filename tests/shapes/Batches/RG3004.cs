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

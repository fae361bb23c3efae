// Command queued after Execute: what is queued then is never sent.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG3005.Straight.Before
{
    public class Ledger
    {
        public async Task BookAsync(IDatabase database, string account, long amount)
        {
            var transaction = database.CreateTransaction();
            var balance = transaction.StringIncrementAsync(account, amount);
            await transaction.ExecuteAsync();
            _ = transaction.ListRightPushAsync("journal", $"{account} {amount}"); // expect: RG3005
            Console.WriteLine(await balance);
        }
    }
}

namespace RG3005.Straight.After
{
    public class Ledger
    {
        public async Task BookAsync(IDatabase database, string account, long amount)
        {
            var transaction = database.CreateTransaction();
            var balance = transaction.StringIncrementAsync(account, amount);
            _ = transaction.ListRightPushAsync("journal", $"{account} {amount}");
            await transaction.ExecuteAsync();
            Console.WriteLine(await balance);
        }
    }
}

namespace RG3005.LazyQuery.Before
{
    public static class CacheExtensions
    {
        public static void SetAll(this IDatabase database, IDictionary<string, string> items, TimeSpan lifetime)
        {
            var batch = database.CreateBatch();
            var tasks = items.Select(item => batch.StringSetAsync(item.Key, item.Value, lifetime)); // expect: RG3005
            batch.Execute();
            Task.WaitAll(tasks.ToArray());
        }
    }
}

namespace RG3005.LazyQuery.After
{
    public static class CacheExtensions
    {
        public static void SetAll(this IDatabase database, IDictionary<string, string> items, TimeSpan lifetime)
        {
            var batch = database.CreateBatch();
            var tasks = items.Select(item => batch.StringSetAsync(item.Key, item.Value, lifetime)).ToArray();
            batch.Execute();
            Task.WaitAll(tasks);
        }
    }
}

namespace RG3005.ExecutedInside.Before
{
    public class Tagger
    {
        public void Tag(IDatabase database, string[] keys, string tag)
        {
            var batch = database.CreateBatch();
            batch.SetAddAsync("tags", tag);
            batch.Execute();
            foreach (string key in keys)
            {
                batch.SetAddAsync("tag:" + tag, key, CommandFlags.None); // expect: RG3005
            }
        }
    }
}

namespace RG3005.ExecutedInside.After
{
    public class Tagger
    {
        public void Tag(IDatabase database, string[] keys, string tag)
        {
            var batch = database.CreateBatch();
            batch.SetAddAsync("tags", tag);
            foreach (string key in keys)
            {
                batch.SetAddAsync("tag:" + tag, key, CommandFlags.None);
            }

            batch.Execute();
        }
    }
}

namespace RG3005.ForgottenAfterwards.Before
{
    public class Cleanup
    {
        public void Run(IDatabase database, IEnumerable<string> stale, string marker)
        {
            var batch = database.CreateBatch();
            _ = batch.StringSetAsync(marker, 1);
            batch.Execute();
            foreach (string key in stale)
            {
                batch.KeyDeleteAsync(key, CommandFlags.FireAndForget); // expect: RG3005
            }
        }

        public bool Close(IDatabase database, string id)
        {
            var transaction = database.CreateTransaction();
            transaction.AddCondition(Condition.KeyExists(id));
            _ = transaction.KeyPersistAsync(id);
            bool done = transaction.Execute();
            _ = transaction.ListRightPushAsync("closed", id, flags: CommandFlags.FireAndForget); // expect: RG3005
            return done;
        }
    }
}

namespace RG3005.ForgottenAfterwards.After
{
    public class Cleanup
    {
        public void Run(IDatabase database, IEnumerable<string> stale, string marker)
        {
            var batch = database.CreateBatch();
            _ = batch.StringSetAsync(marker, 1);
            foreach (string key in stale)
            {
                batch.KeyDeleteAsync(key, CommandFlags.FireAndForget);
            }

            batch.Execute();
        }

        public bool Close(IDatabase database, string id)
        {
            var transaction = database.CreateTransaction();
            transaction.AddCondition(Condition.KeyExists(id));
            _ = transaction.KeyPersistAsync(id);
            bool done = transaction.Execute();
            database.ListRightPush("closed", id, flags: CommandFlags.FireAndForget);
            return done;
        }
    }
}

// What only looks like commands that are never sent, or waited for too early: each is fine, and every rule is silent.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Batches.LookAlikes
{
    /// <summary>Sent by whoever gets it.</summary>
    public static class Building
    {
        public static ITransaction Renaming(IDatabase database, RedisKey from, RedisKey to)
        {
            var transaction = database.CreateTransaction();
            transaction.AddCondition(Condition.KeyExists(from));
            _ = transaction.KeyRenameAsync(from, to);
            return transaction;
        }

        public static async Task<bool> RenameAsync(IDatabase database, RedisKey from, RedisKey to) => await Renaming(database, from, to).ExecuteAsync();

        public static void Fill(IBatch batch, IEnumerable<string> keys)
        {
            foreach (string key in keys)
            {
                batch.StringSetAsync(key, 1);
            }
        }

        public static void FillAll(IDatabase database, IEnumerable<string> keys)
        {
            var batch = database.CreateBatch();
            Fill(batch, keys);
            batch.Execute();
        }
    }

    /// <summary>A unit of work.</summary>
    public class UnitOfWork
    {
        private readonly ITransaction _transaction;
        private readonly List<Task> _pending = new();

        public UnitOfWork(IDatabase database) => _transaction = database.CreateTransaction();

        public void Set(string key, string value) => _pending.Add(_transaction.StringSetAsync(key, value));

        public async Task<bool> CommitAsync()
        {
            bool done = await _transaction.ExecuteAsync();
            if (done)
            {
                await Task.WhenAll(_pending);
            }

            return done;
        }
    }

    /// <summary>Given up on purpose, with nobody waiting.</summary>
    public class GivenUp
    {
        public bool Move(IDatabase database, string from, string to, Func<string, bool> isAllowed)
        {
            var transaction = database.CreateTransaction();
            _ = transaction.KeyRenameAsync(from, to);
            if (!isAllowed(to))
            {
                return false;
            }

            return transaction.Execute();
        }

        public void Remove(IDatabase database, IEnumerable<string> keys)
        {
            var batch = database.CreateBatch();
            bool any = false;
            foreach (string key in keys.Where(key => key.Length > 0))
            {
                batch.KeyDeleteAsync(key);
                any = true;
            }

            if (any)
            {
                batch.Execute();
            }
        }
    }

    /// <summary>A helper that runs what it is given, and sends.</summary>
    public static class Runner
    {
        public static async Task<T> InBatchAsync<T>(this IDatabase database, Func<IBatch, Task<T>> queue)
        {
            var batch = database.CreateBatch();
            var result = queue(batch);
            batch.Execute();
            return await result;
        }

        public static async Task<long> CountAsync(IDatabase database)
            => await database.InBatchAsync(batch => batch.ListLengthAsync("list"));

        public static void Retry(IDatabase database, Action<Action> policy)
        {
            var batch = database.CreateBatch();
            _ = batch.StringIncrementAsync("n");
            policy(() => batch.Execute());
        }
    }

    /// <summary>In chunks: the next one is a batch of its own, or the same one sent again.</summary>
    public class Chunks
    {
        public async Task WriteAsync(IDatabase database, IEnumerable<string> keys)
        {
            foreach (string[] chunk in keys.Chunk(100))
            {
                var batch = database.CreateBatch();
                var writes = new List<Task>(chunk.Length);
                foreach (string key in chunk)
                {
                    writes.Add(batch.StringSetAsync(key, 1));
                }

                batch.Execute();
                await Task.WhenAll(writes);
            }
        }

        public void Write(IDatabase database, IReadOnlyList<string> keys)
        {
            var batch = database.CreateBatch();
            for (int i = 0; i < keys.Count; i++)
            {
                batch.StringSetAsync(keys[i], i);
                if (i % 100 == 99 || i == keys.Count - 1)
                {
                    batch.Execute();
                }
            }
        }

        public void Twice(IDatabase database, IReadOnlyList<string> keys)
        {
            var batch = database.CreateBatch();
            foreach (string key in keys)
            {
                batch.KeyTouchAsync(key);
            }

            batch.Execute();
            foreach (string key in keys)
            {
                batch.KeyExpireAsync(key, TimeSpan.FromHours(1));
            }

            batch.Execute();
        }
    }

    /// <summary>Queries that are read in time.</summary>
    public class Queries
    {
        public async Task<string?[]> ReadAsync(IDatabase database, IEnumerable<string> keys)
        {
            var batch = database.CreateBatch();
            var reads = keys.Select(key => batch.StringGetAsync(key)).ToList();
            batch.Execute();
            var values = await Task.WhenAll(reads);
            return values.Select(value => (string?)value).ToArray();
        }

        public async Task<Dictionary<string, RedisValue>> MapAsync(IDatabase database, IEnumerable<string> keys)
        {
            var batch = database.CreateBatch();
            var reads = keys.ToDictionary(key => key, key => batch.StringGetAsync(key));
            batch.Execute();
            var result = new Dictionary<string, RedisValue>();
            foreach (var (key, read) in reads)
            {
                result[key] = await read;
            }

            return result;
        }

        public async Task<RedisValue[]> AllAsync(IDatabase database, IEnumerable<string> keys)
        {
            var batch = database.CreateBatch();
            IEnumerable<Task<RedisValue>> reads = keys.Select(key => batch.StringGetAsync(key));
            reads = reads.ToArray();
            batch.Execute();
            return await Task.WhenAll(reads);
        }

        public Task<RedisValue[]> CombinedAsync(IDatabase database, IEnumerable<string> keys)
        {
            var batch = database.CreateBatch();
            var all = Task.WhenAll(keys.Select(key => batch.StringGetAsync(key)));
            batch.Execute();
            return all;
        }
    }

    /// <summary>Waits for something else than what is queued.</summary>
    public class OtherWaits
    {
        public async Task<long> SaveAsync(IDatabase database, string key, string value)
        {
            var transaction = database.CreateTransaction();
            transaction.AddCondition(Condition.StringEqual("version", await database.StringGetAsync("version")));
            var length = transaction.StringAppendAsync(key, value);
            await Task.Yield();
            bool saved = await transaction.ExecuteAsync();
            return saved ? await length : -1;
        }

        public void Forget(IDatabase database, string key)
        {
            var batch = database.CreateBatch();
            batch.KeyDeleteAsync(key, CommandFlags.FireAndForget).Wait();
            batch.Execute();
        }
    }

    /// <summary>What other code calls a batch.</summary>
    public class Mail
    {
        public interface IMailBatch
        {
            Task AddAsync(string address);
            void Execute();
        }

        public async Task SendAsync(Func<IMailBatch> create)
        {
            var batch = create();
            await batch.AddAsync("a@example.com");
            batch.Execute();
        }
    }

    /// <summary>A base class that sends what its derived classes queue.</summary>
    public abstract class Command
    {
        public bool Run(IDatabase database)
        {
            var transaction = database.CreateTransaction();
            Queue(transaction);
            return transaction.Execute();
        }

        protected abstract void Queue(ITransaction transaction);
    }

    public class RenameCommand : Command
    {
        protected override void Queue(ITransaction transaction) => _ = transaction.KeyRenameAsync("a", "b");
    }

    /// <summary>Left unsent only where nothing is queued, or where the code says so.</summary>
    public class SentWhereQueued
    {
        public void Rename(IDatabase database, IReadOnlyDictionary<string, string> names)
        {
            var batch = database.CreateBatch();
            int queued = 0;
            foreach (var (from, to) in names)
            {
                if (from == to)
                {
                    continue;
                }

                batch.KeyRenameAsync(from, to);
                queued++;
            }

            if (queued == 0)
            {
                return;
            }

            batch.Execute();
        }

        public void Store(IDatabase database, IEnumerable<(string Key, string Value)> rows, int size)
        {
            var batch = database.CreateBatch();
            var pending = 0;
            foreach (var (key, value) in rows)
            {
                _ = batch.StringSetAsync(key, value);
                if (++pending < size)
                {
                    continue;
                }

                batch.Execute();
                batch = database.CreateBatch();
                pending = 0;
            }

            if (pending > 0)
            {
                batch.Execute();
            }
        }

        public void Drain(IDatabase database, Queue<string> keys)
        {
            var batch = database.CreateBatch();
            do
            {
                batch.KeyDeleteAsync(keys.Dequeue());
                if (keys.Count == 0)
                {
                    batch.Execute();
                }
            }
            while (keys.Count > 0);
        }

        public async Task<bool> CheckedAsync(IDatabase database, string key, Func<Task<bool>> isAllowed)
        {
            var transaction = database.CreateTransaction();
            var length = transaction.StringAppendAsync(key, "x");
            if (!await isAllowed())
            {
                throw new InvalidOperationException("not allowed");
            }

            bool done = await transaction.ExecuteAsync();
            return done && await length > 0;
        }

        public async Task PausedAsync(IDatabase database, string key)
        {
            var batch = database.CreateBatch();
            var value = batch.StringGetAsync(key);
            await Task.WhenAny(value, Task.Delay(20));
            batch.Execute();
            Console.WriteLine(await value);
        }
    }
}
